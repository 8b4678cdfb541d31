#include "torch/plugin/named_values.h"

#include <algorithm>
#include <array>

namespace actlab {
namespace {

using Dtype = std::pair<std::string_view, torch::ScalarType>;

constexpr std::array<Dtype, 12> dtypes{{
    {"float64", torch::kDouble},
    {"float32", torch::kFloat},
    {"float16", torch::kHalf},
    {"bfloat16", torch::kBFloat16},
    {"complex128", torch::kComplexDouble},
    {"complex64", torch::kComplexFloat},
    {"int64", torch::kLong},
    {"int32", torch::kInt},
    {"int16", torch::kShort},
    {"int8", torch::kChar},
    {"uint8", torch::kByte},
    {"bool", torch::kBool},
}};

constexpr std::array<Dtype, 8> aliases{{
    {"double", torch::kDouble},
    {"float", torch::kFloat},
    {"half", torch::kHalf},
    {"cdouble", torch::kComplexDouble},
    {"cfloat", torch::kComplexFloat},
    {"long", torch::kLong},
    {"int", torch::kInt},
    {"short", torch::kShort},
}};

constexpr std::array<std::pair<std::string_view, torch::Layout>, 4> layouts{{
    {"strided", torch::kStrided},
    {"sparse_coo", torch::kSparse},
    {"sparse_csr", torch::kSparseCsr},
    {"_mkldnn", at::kMkldnn},
}};

constexpr std::array<std::pair<std::string_view, torch::MemoryFormat>, 4> memory_formats{{
    {"contiguous_format", torch::MemoryFormat::Contiguous},
    {"preserve_format", torch::MemoryFormat::Preserve},
    {"channels_last", torch::MemoryFormat::ChannelsLast},
    {"channels_last_3d", torch::MemoryFormat::ChannelsLast3d},
}};

template <class List> auto find_named(const List& list, std::string_view name) {
  if (name.starts_with("torch.")) name.remove_prefix(6);
  const auto found = std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.first == name; });
  return found == list.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

std::optional<torch::ScalarType> dtype_named(std::string_view name) {
  const auto dtype = find_named(dtypes, name);
  return dtype ? dtype : find_named(aliases, name);
}

std::span<const std::pair<std::string_view, torch::ScalarType>> all_dtypes() {
  return dtypes;
}

std::string_view name_of(torch::ScalarType dtype) {
  const auto found =
      std::find_if(dtypes.begin(), dtypes.end(), [&](const Dtype& entry) { return entry.second == dtype; });
  return found == dtypes.end() ? c10::toString(dtype) : found->first;
}

std::optional<torch::Layout> layout_named(std::string_view name) {
  return find_named(layouts, name);
}

std::optional<torch::MemoryFormat> memory_format_named(std::string_view name) {
  return find_named(memory_formats, name);
}

}  // namespace actlab
