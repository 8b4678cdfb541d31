#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab {

struct Silu {
  static constexpr Spec spec{
      .name = "silu",
      .formula = "x * sigmoid(x)",
      .derivative = "s * (1 + x * (1 - s)), s = sigmoid(x)",
      .range = "[-0.2785, inf)",
      .source = "Elfwing et al. 2017, arXiv:1702.03118; torch.nn.functional.silu",
      .notes = "At -inf the value is the limit 0.",
      .wide = true,
      .light_value = true,
      .light_slope = true,
  };

  template <class Self, class Visit>
  static void parameters(Self&, Visit&&) {}

  template <class V>
  V f(V x) const {
    return gated_by_sigmoid(x, x);
  }
  template <class V>
  V df(V x) const {
    return silu_slope(x);
  }
  template <class T>
  T reference(const T& x) const {
    return silu(x);
  }
  std::vector<Kink> kinks() const { return {}; }
};

}  // namespace actlab
