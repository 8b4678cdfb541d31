#pragma once

#include <torch/types.h>

#include "catalogue/activation.h"

namespace actlab {

/// y = f(x), differentiable to any order. x has any shape and strides, and is float64, float32, float16 or bfloat16; y
/// has the shape and dtype of x. Throws c10::Error for other dtypes.
torch::Tensor apply(const Activation& activation, const torch::Tensor& x);

/// y = f(x; parameter), differentiable to any order in both. The parameter has the dtype of x and one element, or one
/// for each feature of x (dimension 1). Throws c10::Error for other dtypes and shapes, UsageError if the activation has
/// no learnable parameter.
torch::Tensor apply_with_parameter(const Activation& activation, const torch::Tensor& x,
                                   const torch::Tensor& parameter);

/// y = f(x) as in training: if f is random, with random numbers from `generator`. Dtypes and errors as for `apply`.
torch::Tensor apply_in_training(const Activation& activation, const torch::Tensor& x, const at::Generator& generator);

/// torch's built-in operator for f(x). If torch has none, a composition of its operators, computed in float64.
torch::Tensor apply_reference(const Activation& activation, const torch::Tensor& x);

}  // namespace actlab
