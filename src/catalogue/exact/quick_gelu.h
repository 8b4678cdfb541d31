#pragma once

#include "catalogue/definitions/quick_gelu.h"
#include "catalogue/exact/exact.h"
#include "catalogue/exact/silu.h"

namespace actlab {

template <> struct Exact<definitions::QuickGelu> : ExactDefaults {
  static constexpr ErrorBound bound{};
  static constexpr bool float32_value = true;

  template <class V> static V f(const definitions::QuickGelu& a, V x) {
    const V t = V(a.scale) * x;
    return gated_by_sigmoid(x, t, product_error(V(a.scale), x, t) + V(rounded_away<V>(a.scale)) * x);
  }

  template <class V> static V df(const definitions::QuickGelu& a, V x) {
    const V t = V(a.scale) * x;
    return silu_derivative(t, product_error(V(a.scale), x, t));
  }
};

}  // namespace actlab
