#pragma once

#include <torch/types.h>

#include <array>
#include <string_view>

#include "catalogue/activation.h"
#include "torch/autograd/apply.h"

namespace actlab {

/// An activation whose built-in torch cannot differentiate as often as the tests do, and what they compare with
/// instead.
struct BuiltinException {
  std::string_view activation, why;
  bool differentiable_once;
  torch::Tensor (*substitute)(const Activation&, const torch::Tensor&);
};

inline constexpr std::array builtin_exceptions{
    BuiltinException{
        "step", "torch does not differentiate heaviside; its derivative is 0", false,
        [](const Activation& step, const torch::Tensor& x) { return apply_reference(step, x.detach()) + 0 * x; }},
    BuiltinException{"hardsigmoid", "torch does not differentiate the gradient of hardsigmoid", true,
                     [](const Activation&, const torch::Tensor& x) { return torch::relu6(x + 3) / 6; }},
};

/// The exception for this activation, or null.
inline const BuiltinException* builtin_exception(const Activation& activation) {
  for (const BuiltinException& exception : builtin_exceptions) {
    if (exception.activation == activation.spec().name) return &exception;
  }
  return nullptr;
}

/// Whether torch has this function as one operator with a derivative, so that the two gradients can be compared.
inline bool has_differentiable_builtin(const Activation& activation) {
  const BuiltinException* exception = builtin_exception(activation);
  return !activation.spec().composed_reference && (exception == nullptr || exception->differentiable_once);
}

}  // namespace actlab
