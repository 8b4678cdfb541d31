#pragma once

#include <torch/types.h>

#include <cstdint>
#include <string_view>

namespace actlab {

/// Splits x into halves a and b along `dim` and returns a * activation(b), differentiable to any order. `name` is one
/// of catalogue/gates.h. Throws c10::Error if the size of `dim` is odd, UsageError for an unknown name.
torch::Tensor apply_gate(std::string_view name, const torch::Tensor& x, std::int64_t dim = -1);

}  // namespace actlab
