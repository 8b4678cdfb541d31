#pragma once

#include "catalogue/definitions/tanh.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

template <> struct Exact<definitions::Tanh> {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::Tanh&, V x) { return tanh(x); }

  template <class V> static V df(const definitions::Tanh&, V x) { return V(4) * sigmoid_derivative(V(2) * x); }

  /// With m = exp(-2|x|) - 1 and z = m + 1: -m / (2 + m) and z * (2 / (2 + m))^2.
  static ValueAndDerivative<Lanes<float>> f_df(const definitions::Tanh&, const Lanes<float>& x) {
    using V = Lanes<float>;
    const Exponential e = exponential(max_propagating_nan(min_exp_argument, V(2.0f) * negative_abs(x)));
    const V power = clamped_power_of_two(e.n), m = fma(power, e.rest, power - V(1.0f)), z = fma(power, e.rest, power);
    const V slope = V(4.0f) / fma(z, z + V(2.0f), V(1.0f));
    return {copysign(m / (V(2.0f) + m), x), scaled(fma(slope, e.rest, slope), e.n)};
  }
};

}  // namespace actlab
