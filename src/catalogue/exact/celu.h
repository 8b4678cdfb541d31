#pragma once

#include "catalogue/definitions/celu.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

/// exp(t) - 1 for t >= 0, which a negative alpha leads to.
template <class V> V expm1_above_0(const V& t) {
  return expm1(t);
}
inline Lanes<float> expm1_above_0(const Lanes<float>& t) {
  return select(t > Lanes<float>(80.0f), exp(t), expm1(min_propagating_nan(80.0f, t)));
}

template <> struct Exact<definitions::Celu> : ExactDefaults {
  static constexpr ErrorBound bound{};
  static constexpr bool float32_value = true;
  static constexpr bool float32_derivative = true;

  template <class V> static V f(const definitions::Celu& a, V x) {
    const V t = non_positive(x) / V(a.alpha);
    return select(x >= V(0), x, V(a.alpha) * (a.alpha > 0 ? expm1(t) : expm1_above_0(t)));
  }

  template <class V> static V df(const definitions::Celu& a, V x) {
    const V below = non_positive(x), t = below / V(a.alpha);
    // The rounding error of t, which exp magnifies.
    const V error = error_of(t, -(product_error(t, V(a.alpha), below) + t * V(rounded_away<V>(a.alpha))) / V(a.alpha));
    const V e = exp(t), corrected = e + e * error;
    return select(x > V(0), V(1), select(corrected == corrected, corrected, e));  // e may be infinite
  }
};

}  // namespace actlab
