#pragma once

#include <span>
#include <string_view>

namespace actlab {

/// A gated linear unit: x is halved along a dimension, and the first half let through by an activation of the second.
/// autograd/gates.h computes it.
struct Gate {
  std::string_view name;
  std::string_view activation;  ///< of the catalogue
  std::string_view formula;
  std::string_view source;
};

/// Every gate.
std::span<const Gate> gates();

}  // namespace actlab
