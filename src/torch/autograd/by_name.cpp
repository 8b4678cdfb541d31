#include "torch/autograd/by_name.h"

#include <fmt/format.h>

#include "catalogue/kernels/kernel_table.h"
#include "core/error.h"
#include "torch/autograd/apply.h"
#include "torch/autograd/map.h"

namespace actlab {
namespace {

// The tensor that f' is computed from: see Saved.
torch::Tensor saved_of(const Activation& activation, const torch::Tensor& z, const torch::Tensor& a) {
  if (activation.spec().saved == Saved::input) {
    if (z.defined()) return z;
    throw UsageError(
        fmt::format("the derivative of {} cannot be computed from its output alone: give the pre-activation z as well",
                    activation.spec().name));
  }
  if (a.defined()) return a;
  if (z.defined()) return apply(activation, z);
  throw UsageError(fmt::format("the derivative of {} needs z or a, but both are undefined", activation.spec().name));
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
    throw UsageError(
        fmt::format("the derivative of {} is a matrix for each row, not a number for each element: differentiate the "
                    "result of activation_forward instead",
                    activation->spec().name));
  }
  const torch::NoGradGuard no_grad;
  const torch::Tensor saved = saved_of(*activation, z, a);
  return map(compiled->kernels->backward, compiled->formula, saved, torch::ones_like(saved));
}

}  // namespace actlab
