#pragma once

#include "catalogue/definitions/sigmoid.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

template <> struct Exact<definitions::Sigmoid> {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::Sigmoid&, V x) { return sigmoid(x); }

  template <class V> static V df(const definitions::Sigmoid&, V x) { return sigmoid_derivative(x); }

  static ValueAndDerivative<Lanes<float>> f_df(const definitions::Sigmoid&, const Lanes<float>& x) {
    using V = Lanes<float>;
    const Scaled e = detail::exp_of_negative_abs(x);
    const V z = scaled(e.factor, e.n);
    return {select(x >= V(0.0f), V(1.0f), z) / (V(1.0f) + z), z / fma(z, z + V(2.0f), V(1.0f))};
  }
};

}  // namespace actlab
