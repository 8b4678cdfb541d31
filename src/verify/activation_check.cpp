#include "verify/activation_check.h"

#include <algorithm>
#include <cmath>

#include "gradcheck/gradcheck.h"

namespace actlab {
namespace {

constexpr int points = 48;

// The function that the gradient is the derivative of: the activation, or for a surrogate x.
TensorFunction function_of(const Activation& activation) {
  if (!activation.spec().surrogate) return [&activation](const torch::Tensor& x) { return activation(x); };
  // The values of x with the activation's gradient.
  return [&activation](const torch::Tensor& x) {
    const torch::Tensor y = activation(x);
    return x.detach() + (y - y.detach());
  };
}

GradcheckOptions reporting() {
  GradcheckOptions options;
  options.raise_exception = false;
  return options;
}

DerivativeCheck summarised(GradcheckReport report, const torch::Tensor& x) {
  DerivativeCheck check;
  if (report.worst) {
    check.error = report.worst->absolute_error;
    // grad_output, the second order's other input, has x's shape: its element meets the x of the same index.
    torch::Tensor element = x.detach();
    for (const std::int64_t i : report.worst->input_index) element = element[i];
    check.at = element.item<double>();
  }
  check.vacuous =
      report.passed() && report.has_warning(Cause::vacuous) && report.worst && report.worst->analytical == 0;
  check.report = std::move(report);
  return check;
}

// A script or a plug-in is compared with nothing of torch's.
bool is_of_the_catalogue(const Activation& activation) {
  return std::any_of(catalogue().begin(), catalogue().end(),
                     [&](const ActivationPtr& known) { return known->spec().name == activation.spec().name; });
}

}  // namespace

torch::Tensor sample_points(const Activation& activation) {
  const auto [low, high] = activation.spec().interval;
  const double clearance = 10 * GradcheckOptions().eps;
  std::vector<double> xs;
  for (int i = 0; i < points; ++i) xs.push_back(low + (high - low) * (i + 0.5) / points);
  for (const Kink& kink : activation.kinks()) {
    std::erase_if(xs, [&](double x) { return std::abs(x - kink.at) <= clearance; });
    xs.push_back(kink.at - 2 * clearance);
    xs.push_back(kink.at + 2 * clearance);
  }
  const torch::Tensor line = torch::tensor(xs, torch::kDouble);
  if (!activation.is_row_wise()) return line;
  return line.reshape({4, points / 4}).t().contiguous();
}

bool ActivationCheck::passed() const {
  return first.report.passed() && second.report.passed() &&
         std::all_of(kinks.begin(), kinks.end(), [](const KinkCheck& kink) { return kink.held; }) &&
         std::all_of(builtin.begin(), builtin.end(), [](const BuiltinAgreement& b) { return b.held; });
}

std::string ActivationCheck::remark() const {
  return first.vacuous ? "gradient 0 everywhere: nothing before it learns" : "";
}

ActivationCheck check_activation(const Activation& activation) {
  const torch::Tensor x = sample_points(activation).requires_grad_();
  ActivationCheck check;
  check.name = to_string(activation);
  check.first = summarised(gradcheck(function_of(activation), {x}, reporting()), x);
  check.second = summarised(gradgradcheck(function_of(activation), {x}, reporting()), x);
  check.kinks = check_kinks(activation);
  if (is_of_the_catalogue(activation)) check.builtin = compare_with_builtin(activation);
  return check;
}

}  // namespace actlab
