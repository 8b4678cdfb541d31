#include "torch/verify/activation_check.h"

#include <algorithm>
#include <cmath>

#include "actlab/gradcheck.h"
#include "catalogue/check/derivative_verdict.h"
#include "catalogue/check/sample_points.h"
#include "catalogue/check/tolerances.h"
#include "torch/autograd/apply.h"

namespace actlab {
namespace {

static_assert(GradcheckOptions().eps == derivative_tolerances.eps &&
                  GradcheckOptions().atol == derivative_tolerances.atol &&
                  GradcheckOptions().rtol == derivative_tolerances.rtol,
              "kernels and tensors must use the same tolerance for the derivative");

// The function whose derivative is checked: the activation, also with respect to learned parameters; x for a surrogate.
TensorFunction function_of(const Activation& activation) {
  if (activation.learned()) {
    return [&activation](const torch::Tensor& x, const torch::Tensor& parameter) {
      return apply_with_parameter(activation, x, parameter);
    };
  }
  if (!activation.spec().surrogate) return [&activation](const torch::Tensor& x) { return apply(activation, x); };
  // The value of x, with the activation's gradient.
  return [&activation](const torch::Tensor& x) {
    const torch::Tensor y = apply(activation, x);
    return x.detach() + (y - y.detach());
  };
}

GradcheckOptions reporting() {
  GradcheckOptions options;
  options.raise_exception = false;
  return options;
}

// The x that an entry of the Jacobian belongs to. In the second order the last input, grad_output, has x's shape and
// matching indices, and so has an output, except the gradient of a parameter, to which every x contributes.
double x_of(const JacobianEntry& entry, bool has_parameter, const torch::Tensor& x) {
  if (has_parameter && entry.input == 1 && entry.output == 1) return std::nan("");
  torch::Tensor element = x.detach();
  for (const std::int64_t i : has_parameter&& entry.input == 1 ? entry.output_index : entry.input_index)
    element = element[i];
  return element.item<double>();
}

DerivativeCheck summarised(GradcheckReport report, bool has_parameter, const torch::Tensor& x) {
  DerivativeCheck check;
  if (report.worst) {
    check.error = report.worst->absolute_error;
    check.at = x_of(*report.worst, has_parameter, x);
  }
  check.vacuous =
      report.passed() && report.has_warning(Cause::vacuous) && report.worst && report.worst->analytical == 0;
  check.report = std::move(report);
  return check;
}

// A script or a plugin has no built-in of torch to compare with.
bool is_in_catalogue(const Activation& activation) {
  return std::any_of(catalogue().begin(), catalogue().end(),
                     [&](const ActivationPtr& known) { return known->spec().name == activation.spec().name; });
}

}  // namespace

torch::Tensor sample_points(const Activation& activation) {
  const torch::Tensor line = torch::tensor(sampled_inputs(activation), torch::kDouble);
  if (!activation.is_row_wise()) return line;
  return line.reshape({4, -1}).t().contiguous();
}

bool ActivationCheck::passed() const {
  return first.report.passed() && second.report.passed() &&
         std::all_of(kinks.begin(), kinks.end(), [](const SubgradientCheck& kink) { return kink.held; }) &&
         std::all_of(builtin.begin(), builtin.end(), [](const BuiltinAgreement& b) { return b.held; });
}

std::string ActivationCheck::remark() const {
  return first.vacuous ? zero_gradient_remark : "";
}

std::vector<ActivationPtr> activations_to_check() {
  std::vector<ActivationPtr> all;
  for (const ActivationPtr& activation : catalogue()) {
    all.push_back(activation);
    if (!activation->learnable().empty() && !activation->learned())
      all.push_back(make_activation(activation->spec().name, {{"learnable", true}}));
  }
  return all;
}

ActivationCheck check_activation(const Activation& activation) {
  const torch::Tensor x = sample_points(activation).requires_grad_();
  Tensors inputs{x};
  const auto learned = activation.learned();
  if (learned) inputs.push_back(torch::full({1}, learned->initial, torch::kDouble).requires_grad_());
  ActivationCheck check;
  check.name = to_string(activation);
  check.first = summarised(gradcheck(function_of(activation), inputs, reporting()), learned.has_value(), x);
  check.second = summarised(gradgradcheck(function_of(activation), inputs, reporting()), learned.has_value(), x);
  check.kinks = check_kinks(activation);
  if (is_in_catalogue(activation)) check.builtin = compare_with_builtin(activation);
  return check;
}

}  // namespace actlab
