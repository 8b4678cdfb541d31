#include "catalogue/check/derivative_verdict.h"

#include <algorithm>
#include <limits>

#include "catalogue/check/float64_formula.h"
#include "catalogue/check/kink_check.h"
#include "catalogue/check/sample_points.h"
#include "catalogue/check/tolerances.h"

namespace actlab {
namespace {

// Entries of a derivative as they are compared, one after another.
class Comparison {
 public:
  void add(const Numbers& x, const Numbers& analytical, const Numbers& numerical) {
    for (std::size_t i = 0; i < x.size(); ++i) add(x[i], analytical[i], numerical[i]);
  }

  DerivativeVerdict verdict() const {
    DerivativeVerdict verdict = worst_;
    verdict.passed = held_;
    if (held_ && zero_everywhere_) verdict.remark = zero_gradient_remark;
    return verdict;
  }

 private:
  void add(double x, double analytical, double numerical) {
    const double error = std::abs(analytical - numerical);
    const double share = error / (derivative_tolerances.atol + derivative_tolerances.rtol * std::abs(numerical));
    const double badness = std::isnan(share) ? std::numeric_limits<double>::infinity() : share;
    held_ = held_ && badness <= 1;
    zero_everywhere_ = zero_everywhere_ && analytical == 0 && numerical == 0;
    if (badness <= badness_of_worst_) return;
    badness_of_worst_ = badness;
    worst_.error = error;
    worst_.at = x;
  }

  DerivativeVerdict worst_;
  double badness_of_worst_ = -1;
  bool held_ = true, zero_everywhere_ = true;
};

Numbers shifted(Numbers x, double step) {
  for (double& each : x) each += step;
  return x;
}

// (above - below) / width, where the widths are those of the steps as rounded.
Numbers quotients(const Numbers& above, const Numbers& below, const Numbers& up, const Numbers& down) {
  Numbers result(above.size());
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = (above[i] - below[i]) / (up[i] - down[i]);
  return result;
}

void compare_by_x(const Activation& activation, const Float64Formula& formula, const Numbers& x,
                  Comparison& comparison) {
  const Numbers up = shifted(x, derivative_tolerances.eps), down = shifted(x, -derivative_tolerances.eps);
  const auto differences = [&](const auto& f) { return quotients(f(up), f(down), up, down); };
  if (activation.spec().surrogate)
    return comparison.add(x, formula.derivatives(x), differences([](const Numbers& at) { return at; }));
  const auto learned = activation.learned();
  if (!learned)
    return comparison.add(x, formula.derivatives(x),
                          differences([&](const Numbers& at) { return formula.values(at); }));
  const double parameter = learned->initial;
  comparison.add(x, formula.derivatives(x, parameter),
                 differences([&](const Numbers& at) { return formula.values(at, parameter); }));
}

void compare_by_parameter(const Float64Formula& formula, const Numbers& x, double parameter, Comparison& comparison) {
  const double up = parameter + derivative_tolerances.eps, down = parameter - derivative_tolerances.eps;
  comparison.add(
      x, formula.derivatives_by_parameter(x, parameter),
      quotients(formula.values(x, up), formula.values(x, down), Numbers(x.size(), up), Numbers(x.size(), down)));
}

bool holds_at(const Kink& kink, const Float64Formula& formula) {
  const auto f = [&](double x) { return formula.values({x}).front(); };
  return check_kink(kink, f, formula.derivatives({kink.at}).front()).held;
}

}  // namespace

DerivativeVerdict check_kernels(const Activation& activation) {
  const Float64Formula formula(activation);
  const Numbers x = sampled_inputs(activation);
  Comparison comparison;
  compare_by_x(activation, formula, x, comparison);
  if (const auto learned = activation.learned()) compare_by_parameter(formula, x, learned->initial, comparison);
  DerivativeVerdict verdict = comparison.verdict();
  const std::vector<Kink> kinks = activation.kinks();
  verdict.passed = verdict.passed &&
                   std::all_of(kinks.begin(), kinks.end(), [&](const Kink& kink) { return holds_at(kink, formula); });
  return verdict;
}

}  // namespace actlab
