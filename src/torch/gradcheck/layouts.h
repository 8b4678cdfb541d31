#pragma once

#include <torch/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace actlab::detail {

/// The same values with other strides. Gaps in the memory contain NaN, so code that ignores the strides gives a wrong
/// result but stays within the allocation.
struct Layout {
  std::string_view name;
  torch::Tensor (*make)(const torch::Tensor& values);
};

/// Transposed, and sliced with steps: layouts in which no two elements share memory.
const std::vector<Layout>& strided_layouts();

/// A tensor of zero strides with one number in every place. Its memory is large enough for a contiguous tensor of that
/// shape.
torch::Tensor expanded(const torch::Tensor& number, torch::IntArrayRef sizes);

/// True if a function says with this error that it takes contiguous tensors, or certain strides, only. (A `view` that
/// fails is an accident.)
bool is_contiguity_error(std::string message);

/// True if two elements of the tensors share memory.
bool share_memory(const std::vector<torch::Tensor>& tensors);

}  // namespace actlab::detail
