#pragma once

#include <torch/types.h>

#include "catalogue/kernels/kernel.h"

namespace actlab {

/// y = f(x), element by element, in one pass on up to torch::get_num_threads() threads. x has any shape and strides.
/// `formula` is the kernel's first argument. The result is that of empty_broadcast (allocation.h) and has the dtype of
/// x: float64, float32, float16 or bfloat16, of which the last two are computed in float32. Throws c10::Error for other
/// dtypes and for tensors that are not on the CPU.
torch::Tensor map(const UnaryKernels& kernels, const void* formula, const torch::Tensor& x);

/// y = f(a, b), likewise. a and b have the same dtype and are broadcast.
torch::Tensor map(const BinaryKernels& kernels, const void* formula, const torch::Tensor& a, const torch::Tensor& b);

/// y = f(a, b, c), likewise.
torch::Tensor map(const TernaryKernels& kernels, const void* formula, const torch::Tensor& a, const torch::Tensor& b,
                  const torch::Tensor& c);

/// Writes the result into `out`, which has its shape and dtype, any strides, and does not overlap the inputs.
void map_into(const torch::Tensor& out, const BinaryKernels& kernels, const void* formula, const torch::Tensor& a,
              const torch::Tensor& b);
void map_into(const torch::Tensor& out, const TernaryKernels& kernels, const void* formula, const torch::Tensor& a,
              const torch::Tensor& b, const torch::Tensor& c);

}  // namespace actlab
