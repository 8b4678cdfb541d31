#include "torch/autograd/allocation.h"

#include <ATen/ExpandUtils.h>

#include <algorithm>
#include <vector>

namespace actlab {
namespace {

// The dimensions from the outermost to the innermost. Those of stride 0 and equal ones keep their place.
std::vector<std::size_t> order_of(c10::SymIntArrayRef strides) {
  std::vector<std::size_t> order(strides.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
    for (std::size_t j = i; j > 0; --j) {
      const c10::SymInt &outer = strides[order[j - 1]], &inner = strides[order[j]];
      if (outer == 0 || inner == 0 || inner <= outer) break;
      std::swap(order[j - 1], order[j]);
    }
  }
  return order;
}

std::vector<c10::SymInt> dense_strides(c10::SymIntArrayRef sizes, c10::SymIntArrayRef strides) {
  const std::vector<std::size_t> order = order_of(strides);
  std::vector<c10::SymInt> dense(sizes.size(), 1);
  c10::SymInt next = 1;
  for (auto dim = order.rbegin(); dim != order.rend(); ++dim) {
    dense[*dim] = next;
    if (sizes[*dim] > 1) next = next * sizes[*dim];
  }
  return dense;
}

std::vector<c10::SymInt> broadcast_sizes(at::TensorList tensors) {
  std::size_t rank = 0;
  for (const torch::Tensor& tensor : tensors) rank = std::max(rank, static_cast<std::size_t>(tensor.dim()));
  std::vector<c10::SymInt> sizes(rank, 1);
  for (const torch::Tensor& tensor : tensors) {
    const auto own = tensor.sym_sizes();
    for (std::size_t i = 0; i < own.size(); ++i) {
      c10::SymInt& size = sizes[rank - own.size() + i];
      if (size == 1) {
        size = own[i];
        continue;
      }
      TORCH_CHECK(own[i] == size || own[i] == 1, "the sizes ", own,
                  " do not broadcast with those of the other tensors");
    }
  }
  return sizes;
}

}  // namespace

torch::Tensor empty_in_order_of(const torch::Tensor& x, torch::ScalarType dtype) {
  const torch::TensorOptions options = x.options().dtype(dtype);
  if (x.is_non_overlapping_and_dense()) return at::empty_like(x, options, at::MemoryFormat::Preserve);
  return at::empty_strided_symint(x.sym_sizes(), dense_strides(x.sym_sizes(), x.sym_strides()), options);
}

torch::Tensor empty_broadcast(at::TensorList tensors, torch::ScalarType dtype) {
  const std::vector<c10::SymInt> sizes = broadcast_sizes(tensors);
  for (const torch::Tensor& tensor : tensors) {
    if (tensor.sym_sizes() == c10::SymIntArrayRef(sizes)) return empty_in_order_of(tensor, dtype);
  }
  return at::empty_symint(sizes, tensors.front().options().dtype(dtype));
}

}  // namespace actlab
