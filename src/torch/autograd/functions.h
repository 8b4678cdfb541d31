#pragma once

#include "torch/autograd/tensor_formula.h"

/// The autograd Functions, written once for every definition.
namespace actlab {

/// x in the precision of the computation: float32 for half precision, x itself otherwise.
torch::Tensor to_compute_type(const torch::Tensor& x);

/// y = f(x), differentiable to any order. If gradients are recorded (double backward), the derivative is evaluated as a
/// graph of tensor operations; if not, by a kernel in one pass. Only an input or an output is saved, never an
/// intermediate: autograd could not see through that, and the second derivative would be silently wrong.
torch::Tensor apply_formula(const TensorFormula& formula, const torch::Tensor& x);

/// y = f(x; parameter), with the gradient of the parameter too: see apply_with_parameter.
torch::Tensor apply_formula(const TensorFormula& formula, const torch::Tensor& x, const torch::Tensor& parameter);

}  // namespace actlab
