#pragma once

#include <torch/types.h>

#include <cstdint>
#include <span>
#include <string_view>

namespace actlab {

/// A gated linear unit: x is halved along a dimension, and the first half let through by an activation of the second.
struct Gate {
  std::string_view name;
  std::string_view activation;  ///< of the catalogue
  std::string_view formula;
  std::string_view source;
};

/// Every gate.
std::span<const Gate> gates();

/// first * activation(second), differentiable to any order; half as long as x along `dim`. Throws c10::Error where that
/// length is odd, and UsageError for an unknown name.
torch::Tensor apply_gate(std::string_view name, const torch::Tensor& x, std::int64_t dim = -1);

}  // namespace actlab
