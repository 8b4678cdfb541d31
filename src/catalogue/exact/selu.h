#pragma once

#include "catalogue/definitions/selu.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

template <> struct Exact<definitions::Selu> {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::Selu& a, V x) {
    return select(x >= V(0), V(a.scale) * x, V(a.scale * a.alpha) * expm1(non_positive(x)));
  }

  template <class V> static V df(const definitions::Selu& a, V x) {
    return select(x > V(0), V(a.scale), V(a.scale * a.alpha) * exp(non_positive(x)));
  }

  static ValueAndDerivative<Lanes<float>> f_df(const definitions::Selu& a, const Lanes<float>& x) {
    using V = Lanes<float>;
    const Exponential e = exponential(max_propagating_nan(min_exp_argument, non_positive(x)));
    const V power = clamped_power_of_two(e.n), scale(a.scale), below(a.scale * a.alpha);
    return {select(x >= V(0.0f), scale * x, below * fma(power, e.rest, power - V(1.0f))),
            select(x > V(0.0f), scale, below * scaled(V(1.0f) + e.rest, e.n))};
  }
};

}  // namespace actlab
