#pragma once

#include "catalogue/definitions/celu.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

template <> struct Exact<definitions::Celu> {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::Celu& a, V x) {
    const V t = non_positive(x) / V(a.alpha);
    return select(x >= V(0), x, V(a.alpha) * expm1(t));
  }

  template <class V> static V df(const definitions::Celu& a, V x) {
    const V below = non_positive(x), t = below / V(a.alpha);
    // The rounding error of t, which exp magnifies.
    const V error = error_of(t, -(product_error(t, V(a.alpha), below) + t * V(rounded_away<V>(a.alpha))) / V(a.alpha));
    const V e = exp(t), corrected = e + e * error;
    return select(x > V(0), V(1), select(corrected == corrected, corrected, e));  // e may be infinite
  }

  static ValueAndDerivative<Lanes<float>> f_df(const definitions::Celu& a, const Lanes<float>& x) {
    using V = Lanes<float>;
    const double inverse = 1 / a.alpha;
    const V below = non_positive(x), t = below * V(inverse);
    const V bounded = max_propagating_nan(min_exp_argument, min_propagating_nan(100.0f, t));
    const V error = fma(V(rounded_away<V>(inverse)), below, product_error(V(inverse), below, t));
    const Exponential e = exponential(bounded, select(bounded == t, error, V(0.0f)));
    const V power = clamped_power_of_two(e.n), exp = scaled(V(1.0f) + e.rest, e.n);
    const V expm1 = select(bounded > V(20.0f), exp, fma(power, e.rest, power - V(1.0f)));  // if alpha is negative
    return {select(x >= V(0.0f), x, V(a.alpha) * expm1), select(x > V(0.0f), V(1.0f), exp)};
  }
};

}  // namespace actlab
