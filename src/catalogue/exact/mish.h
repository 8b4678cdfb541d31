#pragma once

#include <array>

#include "catalogue/definitions/mish.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

/// x * tanh(log(1 + exp(x))). With z = exp(-|x|), it is x * (1 - 2 z^2 / (2 z^2 + 2 z + 1)) above 0 and
/// x * z * (1 - (z^2 + z) / (z^2 + 2 z + 2)) below: the rounding errors of a quotient that is subtracted hardly count.
template <class V> V times_tanh_softplus(const V& x) {
  const SplitExp<V> exponential = split_exp(abs(x));
  const V z = exponential.head, zz = z * z;
  const auto above = x >= V(0);
  const V factor = select(above, x, clamp_to_finite(x) * z);
  const V complement =
      quotient(select(above, V(2) * zz, zz + z), V(2) * z + select(above, V(1) + V(2) * zz, zz + V(2)));
  return factor * (V(1) - complement) * select(above, V(1), exponential.tail);
}

// tools/coefficients: mish_derivative_root
constexpr Root<17> mish_derivative_root{
    -1.1924312145154952,
    -4.8484829848031044e-17,
    0.25,
    {0.2669479140495345, 0.20473126408010586, 0.04190782104360987, -0.020271822716684245, -0.01582112656173338,
     -0.0033606849270232685, 0.0010924055409445854, 0.0009898181021289196, 0.00025412936386191073,
     -4.1961496031696126e-05, -5.582891567360688e-05, -1.72992708103044e-05, 9.427361327376651e-07,
     2.9088199364912223e-06, 1.071676702702074e-06, 2.6879417855557728e-08, -1.4117255919499382e-07}};

/// The derivative. Below 0, with z = exp(x), it is
/// z * (1 + x + z * (z^2 + 4 z + 6 + 4 x) / 4) / (z^2 / 2 + z + 1)^2, where 1 + x is exact near the root. Above 0 it is
/// the same, written with z = exp(-x).
template <class V> V times_tanh_softplus_derivative(const V& x) {
  const SplitExp<V> exponential = split_exp(abs(x));
  const V z = exponential.head, bounded = clamp_magnitude(x, 1e6);  // z is 0 beyond
  const V four_x = V(4) * bounded;
  const V below = ((V(1) + bounded) + V(0.25) * z * (z * (z + V(4)) + (V(6) + four_x))) * z * exponential.tail;
  const V above = V(1) + z * (V(4) + z * ((V(6) + four_x) + z * (V(4) + four_x)));
  const V numerator = select(x >= V(0), above, below);
  // The denominator is (1 + y)^2. The square doubles the relative error of 1 + y, which is corrected.
  const V square = z * z, scale = select(x >= V(0), V(2), V(0.5)), first = select(x >= V(0), V(2) * z, z);
  const ExactSum<V> y = exact_sum(first, scale * square), sum = exact_sum(V(1), y.sum);
  const V denominator = sum.sum * sum.sum;
  if constexpr (has_guard_digits<V>) return near_root(mish_derivative_root, x, V(0), quotient(numerator, denominator));
  const V sum_error = sum.error + (y.error + scale * product_error(z, z, square));
  const V denominator_error = product_error(sum.sum, sum.sum, denominator) + V(2) * sum.sum * sum_error;
  return near_root(mish_derivative_root, x, V(0), exact_quotient(numerator, V(0), denominator, denominator_error));
}

/// For float32, with z = exp(x): x * z * (z + 2) / (z^2 + 2 z + 2) and, with d = z^2 / 2 + z + 1, the derivative as
/// z * (1 + x + z * (z^2 + 4 z + 6 + 4 x) / 4) / d^2 below 0 and as 1 - (1 + z * (1 - x + z * (1/2 - x))) / d^2 above.
inline ValueAndDerivative<Lanes<float>> times_tanh_softplus_with_derivative(const Lanes<float>& x) {
  using V = Lanes<float>;
  const V bounded = max_propagating_nan(min_exp_argument, min_propagating_nan(20.0f, x));
  const Exponential e = exponential(bounded);
  const V power = clamped_power_of_two(e.n), z = fma(power, e.rest, power), z_plus_2 = z + V(2.0f);
  const V w = fma(z_plus_2, e.rest, z_plus_2);  // divided by 2^n
  const V value = scaled(bounded * w / fma(w, power, V(2.0f)), e.n);

  const V square = fma(fma(fma(fma(z, V(0.25f), V(1.0f)), z, V(2.0f)), z, V(2.0f)), z, V(1.0f));
  const V inner = V(0.25f) * z * fma(z, z + V(4.0f), fma(V(4.0f), bounded, V(6.0f)));
  const V sum = (V(1.0f) + bounded) + inner, below = fma(sum, e.rest, sum);
  const V above = fma(fma(V(0.5f) - bounded, z, V(1.0f) - bounded), z, V(1.0f));
  const auto is_above = x >= V(0.0f);
  const V ratio = select(is_above, above, below) / square;
  const V slope = near_root<9>(mish_derivative_root, 0.25, scaled(ratio, e.n), bounded);
  return {select(x > V(20.0f), x, value), select(is_above, V(1.0f) - ratio, slope)};
}

template <> struct Exact<definitions::Mish> {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::Mish&, V x) { return times_tanh_softplus(x); }

  template <class V> static V df(const definitions::Mish&, V x) { return times_tanh_softplus_derivative(x); }

  static ValueAndDerivative<Lanes<float>> f_df(const definitions::Mish&, const Lanes<float>& x) {
    return times_tanh_softplus_with_derivative(x);
  }
};

}  // namespace actlab
