#pragma once

#include <torch/types.h>

#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace actlab {

/// The dtype of this name in Python, without "torch.": "float64", "double".
std::optional<torch::ScalarType> dtype_named(std::string_view name);

/// All dtypes, by their first name.
std::span<const std::pair<std::string_view, torch::ScalarType>> all_dtypes();

/// "float64"; LibTorch's own name for a dtype that is not in all_dtypes.
std::string_view name_of(torch::ScalarType dtype);

std::optional<torch::Layout> layout_named(std::string_view name);
std::optional<torch::MemoryFormat> memory_format_named(std::string_view name);

}  // namespace actlab
