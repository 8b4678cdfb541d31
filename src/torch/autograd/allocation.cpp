#include "torch/autograd/allocation.h"

#include <ATen/ExpandUtils.h>

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace actlab {
namespace {

// Whether dimension a is outside of b: 1, inside: -1, or any of both: 0, as the stride of one of them means nothing.
int compare(c10::SymIntArrayRef sizes, c10::SymIntArrayRef strides, std::size_t a, std::size_t b) {
  if (sizes[a] == 1 || sizes[b] == 1 || strides[a] == 0 || strides[b] == 0) return 0;
  if (strides[a] == strides[b]) return 0;
  return strides[a] > strides[b] ? 1 : -1;
}

// The dimensions from the outermost to the innermost.
std::vector<std::size_t> order_of(c10::SymIntArrayRef sizes, c10::SymIntArrayRef strides) {
  std::vector<std::size_t> order(strides.size());
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t i = 1; i < order.size(); ++i) {
    std::size_t at = i;
    for (std::size_t j = i; j > 0; --j) {
      const int relation = compare(sizes, strides, order[j - 1], order[at]);
      if (relation > 0) break;
      if (relation < 0) std::swap(order[j - 1], order[at]), at = j - 1;
    }
  }
  return order;
}

std::vector<c10::SymInt> dense_strides(c10::SymIntArrayRef sizes, c10::SymIntArrayRef strides) {
  const std::vector<std::size_t> order = order_of(sizes, strides);
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
  if (x.is_contiguous()) return at::empty_symint(x.sym_sizes(), options);
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
