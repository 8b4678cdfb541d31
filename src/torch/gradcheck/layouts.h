#pragma once

#include <torch/types.h>

#include <string_view>
#include <vector>

namespace actlab::detail {

/// The same values with other strides. Where that leaves gaps they hold NaN, so that code which reads past the strides
/// is caught by its result, and stays inside the memory.
struct Layout {
  std::string_view name;
  torch::Tensor (*make)(const torch::Tensor& values);
};

/// transposed, sliced with steps: layouts in which no two elements share memory.
const std::vector<Layout>& strided_layouts();

/// One number at every place, by strides of zero; in memory enough for a contiguous tensor of that shape.
torch::Tensor expanded(const torch::Tensor& number, torch::IntArrayRef sizes);

/// True where two elements of the tensors are the same element of memory.
bool share_memory(const std::vector<torch::Tensor>& tensors);

}  // namespace actlab::detail
