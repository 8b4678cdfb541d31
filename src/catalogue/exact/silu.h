#pragma once

#include "catalogue/definitions/silu.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

/// The derivative of t * sigmoid(t) at t + t_error.
template <class V> V silu_derivative(const V& t, const V& t_error) {
  // tools/coefficients: silu_derivative_root
  constexpr Root<17> root{
      -1.2784645427610737,
      -1.0946994183093437e-16,
      0.25,
      {0.2178117057198001, 0.1466487969969469, 0.018874814223782312, -0.015222655223188032, -0.006606589138356696,
       0.000126627410081122, 0.0007985218818397998, 0.00018570724361186496, -4.090534237428612e-05,
       -2.9733542213263917e-05, -2.942631888842464e-06, 2.346029682463866e-06, 8.599695028268575e-07,
       -3.051244750055421e-08, -9.266646309267441e-08, -1.8877622907727957e-08, 4.619379769031606e-09}};
  return near_root(root, t, t_error, times_sigmoid_derivative(t, t_error, t, t_error));
}

/// The derivative of x * sigmoid(x).
template <class V> V silu_derivative(const V& x) {
  return silu_derivative(x, V(0));
}

/// For float32. Below 0, with the root x0, u = exp(x - x0) and z = exp(x):
/// u * (exp(x0) * (u - 1) + (x - x0)) / (1 + z)^2 * exp(x0).
inline Lanes<float> silu_derivative(const Lanes<float>& x) {
  using V = Lanes<float>;
  // tools/coefficients: silu_root_in_parts
  constexpr SplitConstant root{-1.2783203125f, -0.0001442432403564453125f, 1.297928265e-8f};
  // tools/coefficients: exp_of_silu_root
  constexpr double z0 = 0.2784645427610738;
  const V a = max_propagating_nan(min_exp_argument, negative_abs(x));
  const Exponential e = exponential_from_root(root, a);
  const V power = clamped_power_of_two(e.n), u = power * e.rest + power, u_minus_1 = power * e.rest + (power - V(1.0f));
  const V difference = (a - V(root.high)) - V(root.middle), remainder = u_minus_1 * V(z0) - V(root.low);
  const V sum = difference + remainder, sum_error = (difference - sum) + remainder;
  const V denominator = u * (u * V(z0) + V(2.0f)) + V(1.0 / z0);
  return detail::complement_if_positive(x, scaled(((sum * e.rest + sum_error) + sum) / denominator, e.n));
}

template <> struct Exact<definitions::Silu> : ExactDefaults {
  static constexpr ErrorBound bound{};
  static constexpr bool float32_value = true;
  static constexpr bool float32_derivative = true;

  template <class V> static V f(const definitions::Silu&, V x) { return gated_by_sigmoid(x, x); }

  template <class V> static V df(const definitions::Silu&, V x) { return silu_derivative(x); }
};

}  // namespace actlab
