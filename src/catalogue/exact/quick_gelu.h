#pragma once

#include "catalogue/definitions/quick_gelu.h"
#include "catalogue/exact/exact.h"
#include "catalogue/exact/silu.h"

namespace actlab {

template <> struct Exact<definitions::QuickGelu> {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::QuickGelu& a, V x) {
    const V t = V(a.scale) * x;
    return times_sigmoid(x, t, product_error(V(a.scale), x, t) + V(rounded_away<V>(a.scale)) * x);
  }

  template <class V> static V df(const definitions::QuickGelu& a, V x) {
    const V t = V(a.scale) * x;
    return silu_derivative(t, product_error(V(a.scale), x, t));
  }

  static ValueAndDerivative<Lanes<float>> f_df(const definitions::QuickGelu& a, const Lanes<float>& x) {
    using V = Lanes<float>;
    return gated_with_derivative(x, V(a.scale), V(rounded_away<V>(a.scale)));
  }
};

}  // namespace actlab
