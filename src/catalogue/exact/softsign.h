#pragma once

#include "catalogue/definitions/softsign.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/special.h"

namespace actlab {

template <> struct Exact<definitions::Softsign> : ExactDefaults {
  static constexpr ErrorBound bound{.float32 = {15.292096138000488, 1.0003374814987183},
                                    .float64 = {3.450030706069987e-12, 1.0000000397263753}};

  template <class V> static V f(const definitions::Softsign&, V x) {
    return clamp_to_finite(x) / (V(1) + abs(clamp_to_finite(x)));
  }

  template <class V> static V df(const definitions::Softsign&, V x) {
    const V r = V(1) / (V(1) + abs(x));
    return r * r;
  }
};

}  // namespace actlab
