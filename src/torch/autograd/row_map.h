#pragma once

#include <torch/types.h>

#include "torch/autograd/tensor_formula.h"

namespace actlab {

/// y = f(x) of a row-wise formula, with kernels on the CPU, along formula.dim(). x has at least one element and is
/// float64, float32, float16 or bfloat16; the last two are computed in float32. The result is contiguous.
torch::Tensor map_rows(const TensorFormula& formula, const torch::Tensor& x);

/// The gradient of x, from y = f(x) and the gradient of y, of the same shape and dtype.
torch::Tensor map_row_gradients(const TensorFormula& formula, const torch::Tensor& y, const torch::Tensor& grad_y);

}  // namespace actlab
