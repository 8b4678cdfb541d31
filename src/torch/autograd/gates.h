#pragma once

#include <torch/types.h>

#include <cstdint>
#include <string_view>

namespace actlab {

/// first * activation(second), differentiable to any order; half as long as x along `dim`. Throws c10::Error where that
/// length is odd, and UsageError for an unknown name, which is one of activations/gates.h.
torch::Tensor apply_gate(std::string_view name, const torch::Tensor& x, std::int64_t dim = -1);

}  // namespace actlab
