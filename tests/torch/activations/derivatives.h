#pragma once

#include <torch/autograd.h>
#include <torch/types.h>

#include <functional>
#include <optional>

#include "builtin_exceptions.h"
#include "catalogue/activation.h"
#include "torch/autograd/apply.h"
#include "torch/autograd/differences.h"
#include "torch/gradcheck/comparisons.h"

namespace actlab {

using Function = std::function<torch::Tensor(const torch::Tensor&)>;

/// The activation of actlab. It must outlive the function.
inline Function ours(const Activation& activation) {
  return [&activation](const torch::Tensor& x) { return apply(activation, x); };
}

/// The function whose derivative is the activation's gradient: the activation itself, or x for a surrogate gradient.
inline Function differentiated_function(const Activation& activation) {
  if (!activation.spec().surrogate) return ours(activation);
  return [&activation](const torch::Tensor& x) {
    const torch::Tensor y = apply(activation, x);
    return x.detach() + (y - y.detach());
  };
}

/// torch's built-in, or its substitute of builtin_exceptions.h.
inline Function builtin(const Activation& activation) {
  return [&activation](const torch::Tensor& x) {
    const BuiltinException* exception = builtin_exception(activation);
    return exception != nullptr ? exception->substitute(activation, x) : apply_reference(activation, x);
  };
}

/// The ratio of the built-in's precision to that of the dtype, 1 unless a difference is documented.
inline double coarseness(const Activation& activation, torch::ScalarType dtype) {
  return builtin_is_coarse(activation, dtype) ? ulp(1, torch::kFloat) / ulp(1, dtype) : 1;
}

/// A gradient of y with different elements.
inline torch::Tensor some_gradient(const torch::Tensor& y) {
  const torch::Tensor indices = torch::arange(y.numel(), torch::kDouble).reshape(y.sizes());
  return (1 + 0.5 * torch::cos(indices)).to(y.scalar_type());
}

struct Derivatives {
  torch::Tensor value, first, second;
};

/// The value, the gradient for `some_gradient` of the value, and the gradient of that for `some_gradient` of it.
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

/// The largest difference relative to max(1, |expected|), in epsilons of the dtype of `actual`. Infinite if only one of
/// the tensors is NaN or infinite.
inline double epsilons(const torch::Tensor& actual, const torch::Tensor& expected) {
  if (actual.numel() == 0) return 0;
  const torch::Tensor a = actual.detach().to(torch::kDouble), e = expected.detach().to(torch::kDouble);
  const torch::Tensor same = (a == e) | (a.isnan() & e.isnan());
  const torch::Tensor scale = torch::clamp_min(e.abs(), 1) * ulp(1, actual.scalar_type());
  const torch::Tensor error = torch::where(same, torch::zeros_like(a), (a - e).abs() / scale);
  return error.nan_to_num(INFINITY, INFINITY).max().item<double>();
}

}  // namespace actlab
