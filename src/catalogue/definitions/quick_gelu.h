#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab {

struct QuickGelu {
  static constexpr Spec spec{
      .name = "quick_gelu",
      .formula = "x * sigmoid(1.702 * x)",
      .derivative = "s * (1 + 1.702 * x * (1 - s)), s = sigmoid(1.702 * x)",
      .range = "[-0.1636, inf)",
      .source = "Hendrycks and Gimpel 2016, arXiv:1606.08415, section 2",
      .notes = "gelu to within 0.02.",
      .wide = true,
      .light_value = true,
      .beyond = true,
  };

  template <class Self, class Visit>
  static void parameters(Self&, Visit&&) {}

  template <class V>
  V f(V x) const {
    const V t = V(slope) * x;
    return gated_by_sigmoid(x, t, product_error(V(slope), x, t) + V(rounded_away<V>(slope)) * x);
  }
  template <class V>
  V df(V x) const {
    const V t = V(slope) * x;
    return silu_slope(t, product_error(V(slope), x, t));
  }
  template <class T>
  T reference(const T& x) const {
    return x * sigmoid(slope * x);
  }
  std::vector<Kink> kinks() const { return {}; }

  static constexpr double slope = 1.702;
};

}  // namespace actlab
