#pragma once

#include "catalogue/definitions/softshrink.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/special.h"

namespace actlab {

template <> struct Exact<definitions::Softshrink> {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::Softshrink& a, V x) {
    // Near the kinks the result consists of lambd's last digits, including those that V cannot represent.
    const V rest(rounded_away<V>(a.lambd));
    const V above = (x - V(a.lambd)) - rest, below = (x + V(a.lambd)) + rest;
    return select(x > V(a.lambd), above, select(x < V(-a.lambd), below, x * V(0)));
  }
};

}  // namespace actlab
