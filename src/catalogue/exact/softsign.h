#pragma once

#include "catalogue/definitions/softsign.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

template <> struct Exact<definitions::Softsign> {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::Softsign&, V x) {
    return clamp_to_finite(x) / (V(1) + abs(clamp_to_finite(x)));
  }

  template <class V> static V df(const definitions::Softsign&, V x) {
    const V r = V(1) / (V(1) + abs(x));
    return r * r;
  }

  static ValueAndDerivative<Lanes<float>> f_df(const definitions::Softsign&, const Lanes<float>& x) {
    using V = Lanes<float>;
    const V bounded = clamp_magnitude(x, 1e30), r = V(1.0f) / (V(1.0f) + abs(bounded));
    return {bounded * r, r * r};
  }
};

}  // namespace actlab
