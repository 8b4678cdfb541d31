#pragma once

#include <torch/autograd.h>
#include <torch/types.h>

#include <functional>
#include <optional>

#include "catalogue/activation.h"
#include "torch/autograd/apply.h"
#include "torch/autograd/differences.h"
#include "torch/gradcheck/comparisons.h"

namespace actlab {

using Function = std::function<torch::Tensor(const torch::Tensor&)>;

inline Function ours(const Activation& activation) {
  return [&activation](const torch::Tensor& x) { return apply(activation, x); };
}

/// The function that an activation's gradient is the derivative of: itself, or for a surrogate x.
inline Function whose_derivative_is_taken(const Activation& activation) {
  if (!activation.spec().surrogate) return ours(activation);
  return [&activation](const torch::Tensor& x) {
    const torch::Tensor y = apply(activation, x);
    return x.detach() + (y - y.detach());
  };
}

/// torch's built-in; heaviside, which has no derivative there, gets the zero that it should have,
/// and hardsigmoid, which has no second one, is put together from what has.
inline Function builtin(const Activation& activation) {
  return [&activation](const torch::Tensor& x) {
    if (activation.spec().name == "step") return apply_reference(activation, x.detach()) + 0 * x;
    if (activation.spec().name == "hardsigmoid") return torch::relu6(x + 3) / 6;
    return apply_reference(activation, x);
  };
}

/// By how much the built-in's precision is coarser than the dtype's, where that is documented.
inline double coarseness(const Activation& activation, torch::ScalarType dtype) {
  return builtin_is_coarse(activation, dtype) ? ulp(1, torch::kFloat) / ulp(1, dtype) : 1;
}

/// A grad_output for y, not the same everywhere.
inline torch::Tensor some_gradient(const torch::Tensor& y) {
  const torch::Tensor places = torch::arange(y.numel(), torch::kDouble).reshape(y.sizes());
  return (1 + 0.5 * torch::cos(places)).to(y.scalar_type());
}

struct Derivatives {
  torch::Tensor value, first, second;
};

/// The value, the gradient for `some_gradient`, and that gradient's own for its sum of squares.
inline Derivatives derivatives(const Function& f, const torch::Tensor& at) {
  const torch::Tensor x = at.detach().requires_grad_();
  const torch::Tensor y = f(x);
  const torch::Tensor first = torch::autograd::grad({y}, {x}, {some_gradient(y)}, /*retain_graph=*/true,
                                                    /*create_graph=*/true)[0];
  torch::Tensor second = torch::zeros_like(x.detach());
  if (first.requires_grad()) {
    const auto gradients = torch::autograd::grad({first}, {x}, {some_gradient(first)}, /*retain_graph=*/false,
                                                 /*create_graph=*/false, /*allow_unused=*/true);
    if (gradients[0].defined()) second = gradients[0];
  }
  return {y.detach(), first.detach(), second};
}

/// The largest difference in epsilons of the dtype of `actual`, times max(1, |expected|): several roundings of numbers
/// near 1 are what formulas cannot avoid. Infinite where only one is NaN or infinite.
inline double epsilons(const torch::Tensor& actual, const torch::Tensor& expected) {
  if (actual.numel() == 0) return 0;
  const torch::Tensor a = actual.detach().to(torch::kDouble), e = expected.detach().to(torch::kDouble);
  const torch::Tensor same = (a == e) | (a.isnan() & e.isnan());
  const torch::Tensor scale = torch::clamp_min(e.abs(), 1) * ulp(1, actual.scalar_type());
  const torch::Tensor error = torch::where(same, torch::zeros_like(a), (a - e).abs() / scale);
  return error.nan_to_num(INFINITY, INFINITY).max().item<double>();
}

}  // namespace actlab
