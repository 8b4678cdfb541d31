#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct QuickGelu {
  static constexpr Spec spec{
      .name = "quick_gelu",
      .formula = "x * sigmoid(1.702 * x)",
      .derivative = "s * (1 + 1.702 * x * (1 - s)), s = sigmoid(1.702 * x)",
      .range = "[-0.1636, inf)",
      .source = "Hendrycks and Gimpel 2016, arXiv:1606.08415, section 2",
      .notes = "Approximates gelu, with an error of at most 0.021.",
      .composed_reference = true,
  };

  template <class V> V definition(V x) const { return x * sigmoid(V(scale) * x); }
  template <class T> T reference(const T& x) const { return x * sigmoid(scale * x); }

  static constexpr double scale = 1.702;
};

}  // namespace actlab::definitions
