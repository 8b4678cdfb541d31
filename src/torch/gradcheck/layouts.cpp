#include "torch/gradcheck/layouts.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <unordered_set>

namespace actlab::detail {
namespace {

constexpr double hole = std::numeric_limits<double>::quiet_NaN();

torch::Tensor transposed(const torch::Tensor& values) {
  std::vector<std::int64_t> reversed(values.dim());
  for (std::int64_t d = 0; d < values.dim(); ++d) reversed[d] = values.dim() - 1 - d;
  return values.detach().permute(reversed).contiguous().permute(reversed);
}

// Every second element in every dimension, starting with the second, of a tensor twice as large.
torch::Tensor sliced(const torch::Tensor& values) {
  std::vector<std::int64_t> sizes = values.sizes().vec();
  for (std::int64_t& size : sizes) size *= 2;
  torch::Tensor view = torch::full(sizes, hole, values.options().requires_grad(false));
  for (std::int64_t d = 0; d < view.dim(); ++d) view = view.slice(d, 1, view.size(d), 2);
  return view.copy_(values.detach());
}

// False only if it is certain that no two elements share memory: each tensor fills an interval of its own.
bool may_share_memory(const std::vector<torch::Tensor>& tensors) {
  std::vector<std::pair<const char*, const char*>> intervals;
  for (const torch::Tensor& tensor : tensors) {
    if (!tensor.is_non_overlapping_and_dense()) return true;
    const auto* start = static_cast<const char*>(tensor.data_ptr());
    intervals.emplace_back(start, start + tensor.numel() * static_cast<std::int64_t>(tensor.element_size()));
  }
  std::sort(intervals.begin(), intervals.end());
  for (std::size_t i = 1; i < intervals.size(); ++i) {
    if (intervals[i].first < intervals[i - 1].second) return true;
  }
  return false;
}

}  // namespace

const std::vector<Layout>& strided_layouts() {
  static const std::vector<Layout> layouts{{"transposed", transposed}, {"sliced with steps", sliced}};
  return layouts;
}

torch::Tensor expanded(const torch::Tensor& number, torch::IntArrayRef sizes) {
  const torch::Tensor memory = torch::full(sizes, hole, number.options().requires_grad(false)).reshape({-1});
  if (memory.numel() == 0) return memory.reshape(sizes);
  memory.select(0, 0).copy_(number.detach());
  return memory.as_strided(sizes, std::vector<std::int64_t>(sizes.size(), 0));
}

bool is_contiguity_error(std::string message) {
  std::transform(message.begin(), message.end(), message.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto says = [&](const char* words) { return message.find(words) != std::string::npos; };
  return (says("contiguous") || says("stride")) && !says("view size is not");
}

bool share_memory(const std::vector<torch::Tensor>& tensors) {
  if (!may_share_memory(tensors)) return false;
  std::unordered_set<const char*> seen;
  for (const torch::Tensor& tensor : tensors) {
    const auto* start = static_cast<const char*>(tensor.data_ptr());
    for (std::int64_t i = 0; i < tensor.numel(); ++i) {
      std::int64_t offset = 0, rest = i;
      for (std::int64_t d = tensor.dim(); d-- > 0;) {
        offset += rest % tensor.size(d) * tensor.stride(d);
        rest /= tensor.size(d);
      }
      if (!seen.insert(start + offset * static_cast<std::int64_t>(tensor.element_size())).second) return true;
    }
  }
  return false;
}

}  // namespace actlab::detail
