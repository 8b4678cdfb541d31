#include "catalogue/check/derivative_verdict.h"

#include <algorithm>
#include <limits>

#include "catalogue/check/float64_evaluator.h"
#include "catalogue/check/sample_points.h"
#include "catalogue/check/subgradient_check.h"
#include "catalogue/check/tolerances.h"

namespace actlab {
namespace {

// Compares a derivative with difference quotients, entry by entry.
class Comparison {
 public:
  void add(const Numbers& x, const Numbers& analytical, const Numbers& numerical) {
    for (std::size_t i = 0; i < x.size(); ++i) add(x[i], analytical[i], numerical[i]);
  }

  DerivativeVerdict verdict() const {
    DerivativeVerdict verdict = worst_;
    verdict.passed = passed_;
    if (passed_ && zero_everywhere_) verdict.remark = zero_gradient_remark;
    return verdict;
  }

 private:
  void add(double x, double analytical, double numerical) {
    const double error = std::abs(analytical - numerical);
    const double tolerance = derivative_tolerances.atol + derivative_tolerances.rtol * std::abs(numerical);
    const double ratio = std::isnan(error / tolerance) ? std::numeric_limits<double>::infinity() : error / tolerance;
    passed_ = passed_ && ratio <= 1;
    zero_everywhere_ = zero_everywhere_ && analytical == 0 && numerical == 0;
    if (ratio <= largest_ratio_) return;
    largest_ratio_ = ratio;
    worst_.error = error;
    worst_.at = x;
  }

  DerivativeVerdict worst_;
  double largest_ratio_ = -1;  // of an error to its tolerance
  bool passed_ = true, zero_everywhere_ = true;
};

Numbers shifted(Numbers x, double step) {
  for (double& each : x) each += step;
  return x;
}

// Difference quotients. The steps are those of the rounded inputs.
Numbers quotients(const Numbers& above, const Numbers& below, const Numbers& up, const Numbers& down) {
  Numbers result(above.size());
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = (above[i] - below[i]) / (up[i] - down[i]);
  return result;
}

void compare_by_x(const Activation& activation, const Float64Evaluator& evaluator, const Numbers& x,
                  Comparison& comparison) {
  const Numbers up = shifted(x, derivative_tolerances.eps), down = shifted(x, -derivative_tolerances.eps);
  const auto differences = [&](const auto& f) { return quotients(f(up), f(down), up, down); };
  if (activation.spec().surrogate)
    return comparison.add(x, evaluator.derivatives(x), differences([](const Numbers& at) { return at; }));
  const auto learned = activation.learned();
  if (!learned)
    return comparison.add(x, evaluator.derivatives(x),
                          differences([&](const Numbers& at) { return evaluator.values(at); }));
  const double parameter = learned->initial;
  comparison.add(x, evaluator.derivatives(x, parameter),
                 differences([&](const Numbers& at) { return evaluator.values(at, parameter); }));
}

void compare_by_parameter(const Float64Evaluator& evaluator, const Numbers& x, double parameter,
                          Comparison& comparison) {
  const double up = parameter + derivative_tolerances.eps, down = parameter - derivative_tolerances.eps;
  comparison.add(
      x, evaluator.derivatives_by_parameter(x, parameter),
      quotients(evaluator.values(x, up), evaluator.values(x, down), Numbers(x.size(), up), Numbers(x.size(), down)));
}

bool subgradient_passes(const Kink& kink, const Float64Evaluator& evaluator) {
  const auto f = [&](double x) { return evaluator.values({x}).front(); };
  return check_subgradient(kink, f, evaluator.derivatives({kink.at}).front()).held;
}

}  // namespace

DerivativeVerdict check_kernels(const Activation& activation) {
  const Float64Evaluator evaluator(activation);
  const Numbers x = sampled_inputs(activation);
  Comparison comparison;
  compare_by_x(activation, evaluator, x, comparison);
  if (const auto learned = activation.learned()) compare_by_parameter(evaluator, x, learned->initial, comparison);
  DerivativeVerdict verdict = comparison.verdict();
  const std::vector<Kink> kinks = activation.kinks();
  verdict.passed = verdict.passed && std::all_of(kinks.begin(), kinks.end(),
                                                 [&](const Kink& kink) { return subgradient_passes(kink, evaluator); });
  return verdict;
}

}  // namespace actlab
