#pragma once

#include "catalogue/definitions/silu.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

// tools/coefficients: silu_derivative_root
constexpr Root<17> silu_derivative_root{
    -1.2784645427610737,
    -1.0946994183093437e-16,
    0.25,
    {0.2178117057198001, 0.1466487969969469, 0.018874814223782312, -0.015222655223188032, -0.006606589138356696,
     0.000126627410081122, 0.0007985218818397998, 0.00018570724361186496, -4.090534237428612e-05,
     -2.9733542213263917e-05, -2.942631888842464e-06, 2.346029682463866e-06, 8.599695028268575e-07,
     -3.051244750055421e-08, -9.266646309267441e-08, -1.8877622907727957e-08, 4.619379769031606e-09}};

/// The derivative of t * sigmoid(t) at t + t_error.
template <class V> V silu_derivative(const V& t, const V& t_error) {
  return near_root(silu_derivative_root, t, t_error, times_sigmoid_derivative(t, t_error, t, t_error));
}

/// The derivative of x * sigmoid(x).
template <class V> V silu_derivative(const V& x) {
  return silu_derivative(x, V(0));
}

/// For float32: x * sigmoid(t) and the derivative of t * sigmoid(t), where t has the sign of `sign` and a = -|t|. With
/// z = exp(a), they are below 0 x * z / (1 + z) and z * (1 + a + z) / (1 + z)^2, where 1 + a is exact when it is small.
/// The rounding error of a is optional; it must be 0 for huge values.
template <class... Error>
ValueAndDerivative<Lanes<float>> gated_by_negative(const Lanes<float>& x, const Lanes<float>& sign,
                                                   const Lanes<float>& a, const Error&... a_error) {
  using V = Lanes<float>;
  const V near = max_propagating_nan(min_exp_argument, a), bounded = select(a > V(min_exp_argument), x, V(0.0f));
  const Scaled e = scaled_exp(near, a_error...);
  const V z = scaled(e.factor, e.n);
  const V value = scaled(bounded * e.factor / (V(1.0f) + z), e.n);
  const V sum = ((V(1.0f) + near) + ... + a_error);
  const V numerator = fma(e.factor, sum, e.factor * z);
  const V slope = scaled(numerator / fma(z, z + V(2.0f), V(1.0f)), e.n);
  const V below = near_root<8>(silu_derivative_root, 0.25, slope, near, a_error...);
  return {select(sign <= V(0.0f), value, x - value), detail::complement_if_positive(sign, below)};
}

/// For float32: x * sigmoid(t) and the derivative of t * sigmoid(t) at t = (scale + scale_low) * x.
inline ValueAndDerivative<Lanes<float>> gated_with_derivative(const Lanes<float>& x, const Lanes<float>& scale,
                                                              const Lanes<float>& scale_low) {
  const MultipleBelow at(x, scale, scale_low);
  return gated_by_negative(x, copysign(Lanes<float>(1.0f), scale) * x, at.value, at.error);
}

template <> struct Exact<definitions::Silu> {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::Silu&, V x) { return times_sigmoid(x, x); }

  template <class V> static V df(const definitions::Silu&, V x) { return silu_derivative(x); }

  static ValueAndDerivative<Lanes<float>> f_df(const definitions::Silu&, const Lanes<float>& x) {
    return gated_by_negative(x, x, negative_abs(x));
  }
};

}  // namespace actlab
