#pragma once

#include "torch/autograd/tensor_formula.h"

/// The autograd Functions of all definitions.
namespace actlab {

/// Converts float16 and bfloat16 to float32, the type they are computed in. Returns other tensors unchanged.
torch::Tensor to_compute_type(const torch::Tensor& x);

/// y = f(x), differentiable to any order. If backward is recorded (double backward), the derivative is evaluated as a
/// graph of tensor operations; otherwise a kernel computes it in one pass. Only the input or the output is saved, never
/// an intermediate result: autograd does not know how that depends on x, and second derivatives would be silently
/// wrong.
torch::Tensor apply_formula(const TensorFormula& formula, const torch::Tensor& x);

/// y = f(x; parameter), differentiable by both: see apply_with_parameter.
torch::Tensor apply_formula(const TensorFormula& formula, const torch::Tensor& x, const torch::Tensor& parameter);

/// apply_formula for row-wise formulas.
torch::Tensor apply_rowwise(const TensorFormula& formula, const torch::Tensor& x);

}  // namespace actlab
