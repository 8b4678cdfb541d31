#include "torch/autograd/by_name.h"

#include "catalogue/kernels/kernel_table.h"
#include "core/error.h"
#include "core/text.h"
#include "torch/autograd/apply.h"
#include "torch/autograd/map.h"

namespace actlab {
namespace {

// The tensor that f' is computed from: see Saved.
torch::Tensor saved_of(const Activation& activation, const torch::Tensor& z, const torch::Tensor& a) {
  if (activation.spec().saved == Saved::input) {
    if (z.defined()) return z;
    throw UsageError(concat("the derivative of ", activation.spec().name,
                            " cannot be computed from its output alone: give the pre-activation z as well"));
  }
  if (a.defined()) return a;
  if (z.defined()) return apply(activation, z);
  throw UsageError(concat("the derivative of ", activation.spec().name, " needs z or a, but both are undefined"));
}

}  // namespace

torch::Tensor activation_forward(const torch::Tensor& x, std::string_view name, const ParameterValues& values) {
  return apply(*make_activation(name, values), x);
}

torch::Tensor activation_backward(const torch::Tensor& z, const torch::Tensor& a, std::string_view name,
                                  const ParameterValues& values) {
  const ActivationPtr activation = make_activation(name, values);
  const auto compiled = activation->compiled();
  if (!compiled) {
    throw UsageError(concat("the derivative of ", activation->spec().name,
                            " is a matrix for each row, not a number for each element: differentiate the result of "
                            "activation_forward instead"));
  }
  const torch::NoGradGuard no_grad;
  const torch::Tensor saved = saved_of(*activation, z, a);
  return map(compiled->kernels->backward, compiled->formula, saved, torch::ones_like(saved));
}

}  // namespace actlab
