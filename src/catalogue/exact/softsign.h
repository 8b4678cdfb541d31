#pragma once

#include "catalogue/definitions/softsign.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/special.h"

namespace actlab {

template <> struct Exact<definitions::Softsign> : ExactDefaults {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::Softsign&, V x) {
    return clamp_to_finite(x) / (V(1) + abs(clamp_to_finite(x)));
  }

  template <class V> static V df(const definitions::Softsign&, V x) {
    const V r = V(1) / (V(1) + abs(x));
    return r * r;
  }
};

}  // namespace actlab
