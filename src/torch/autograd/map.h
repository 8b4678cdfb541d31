#pragma once

#include <torch/types.h>

#include "catalogue/kernels/kernel.h"

namespace actlab {

/// y = f(x), element by element: one pass that reads x and writes y, whatever x's shape and strides, on as many threads
/// as torch::get_num_threads() allows. `formula` is handed to the kernel as it is. The result has x's dtype (float64,
/// float32, float16 or bfloat16, the last two computed in float32) and is dense. Throws c10::Error for other dtypes and
/// for tensors that are not on the CPU.
torch::Tensor map(const UnaryKernels& kernels, const void* formula, const torch::Tensor& x);

/// y = f(a, b), as above; a and b broadcast and have the same dtype.
torch::Tensor map(const BinaryKernels& kernels, const void* formula, const torch::Tensor& a, const torch::Tensor& b);

/// y = f(a, b, c), likewise.
torch::Tensor map(const TernaryKernels& kernels, const void* formula, const torch::Tensor& a, const torch::Tensor& b,
                  const torch::Tensor& c);

/// The same into `out`, which is of the result's shape and dtype, whatever its strides, and apart from the inputs.
void map_into(const torch::Tensor& out, const BinaryKernels& kernels, const void* formula, const torch::Tensor& a,
              const torch::Tensor& b);
void map_into(const torch::Tensor& out, const TernaryKernels& kernels, const void* formula, const torch::Tensor& a,
              const torch::Tensor& b, const torch::Tensor& c);

}  // namespace actlab
