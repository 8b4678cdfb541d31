#pragma once

#include "catalogue/definitions/elu.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

template <> struct Exact<definitions::Elu> {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::Elu& a, V x) {
    return select(x >= V(0), x, V(a.alpha) * expm1(non_positive(x)));
  }

  template <class V> static V df(const definitions::Elu& a, V x) {
    return select(x > V(0), V(1), V(a.alpha) * exp(non_positive(x)));
  }

  static ValueAndDerivative<Lanes<float>> f_df(const definitions::Elu& a, const Lanes<float>& x) {
    using V = Lanes<float>;
    const Exponential e = exponential(max_propagating_nan(min_exp_argument, non_positive(x)));
    const V power = clamped_power_of_two(e.n), alpha(a.alpha);
    return {select(x >= V(0.0f), x, alpha * fma(power, e.rest, power - V(1.0f))),
            select(x > V(0.0f), V(1.0f), alpha * scaled(V(1.0f) + e.rest, e.n))};
  }
};

}  // namespace actlab
