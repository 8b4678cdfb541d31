#pragma once

#include "catalogue/definitions/softshrink.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/special.h"

namespace actlab {

template <>
struct Exact<definitions::Softshrink> : ExactDefaults {
  static constexpr ErrorBound bound{.float32 = {10190328, 0}, .float64 = {5124048906203680, 0}};

  template <class V>
  static V f(const definitions::Softshrink& a, V x) {
    // Near the kinks nothing but lambd's own digits is left, also of those that the type does not hold.
    const V rest(rounded_away<V>(a.lambd));
    const V above = (x - V(a.lambd)) - rest, below = (x + V(a.lambd)) + rest;
    return select(x > V(a.lambd), above, select(x < V(-a.lambd), below, x * V(0)));
  }
};

}  // namespace actlab
