#pragma once

#include "catalogue/definitions/celu.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

template <> struct Exact<definitions::Celu> : ExactDefaults {
  static constexpr ErrorBound bound{.float32 = {-0.40621694922447205, -6.130000114440918},
                                    .float64 = {-1.1236089203792343, -9.879999999999999}};
  static constexpr bool float32_value = true;
  static constexpr bool float32_derivative = true;

  template <class V> static V f(const definitions::Celu& a, V x) {
    return select(x >= V(0), x, V(a.alpha) * expm1(non_positive(x) / V(a.alpha)));
  }

  template <class V> static V df(const definitions::Celu& a, V x) {
    const V below = non_positive(x), t = below / V(a.alpha);
    // The rounding error of t, which exp magnifies.
    const V error = error_of(t, -(product_error(t, V(a.alpha), below) + t * V(rounded_away<V>(a.alpha))) / V(a.alpha));
    const V e = exp(t);
    return select(x > V(0), V(1), e + e * error);
  }
};

}  // namespace actlab
