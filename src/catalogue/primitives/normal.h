#pragma once

#include "catalogue/primitives/rounding.h"

namespace actlab {

/// The standard normal distribution at x: the cumulative distribution function is distribution * tail for x < -10 and
/// distribution + distribution_error from -10 on; the density is density * tail. The tail is 1 unless exp(-x^2 / 2)
/// would underflow.
template <class V> struct Normal {
  V distribution, density, tail;
  V distribution_error;
};
template <class V> Normal<V> normal(const V& x) {
  const V bounded = clamp_magnitude(x, 60);
  // tools/coefficients: one_over_sqrt_2_pi_in_parts
  constexpr double scale = 0.3989422804014327, scale_low = -2.49232720227773e-17;  // 1 / sqrt(2 pi)
  const SplitExp<V> e = split_exp_of_square(bounded, 0.5, -scale_low / scale);
  const V density = e.head * V(scale);
  // Below -10: Mills' ratio as a continued fraction (Abramowitz and Stegun, 26.2.14), which has converged after 12
  // steps.
  const V t = select(bounded < V(-10), -bounded, V(10));
  V mills = t;
  for (int k = 12; k > 0; --k) mills = t + V(k) / mills;
  // From -10 on: erfc, corrected for the rounding error of its argument.
  // tools/coefficients: sqrt_half_in_parts
  constexpr double root_half = 0.70710678118654752440, root_half_low = -4.833646656726457e-17;
  const V argument = bounded * V(-root_half);
  const V error = product_error(bounded, V(-root_half), argument) - bounded * V(root_half_low);
  // tools/coefficients: sqrt_2
  const V near = V(0.5) * erfc(argument), near_error = -(error * V(1.41421356237309504880) * density);
  return {select(bounded < V(-10), density / mills, near), density, e.tail, near_error};
}

/// The cumulative distribution function of the standard normal distribution.
template <class V> V normal_cdf(const V& x) {
  const Normal<V> at = normal(x);
  if constexpr (has_guard_digits<V>) return at.distribution;
  return select(x < V(-10), at.distribution * at.tail, at.distribution + at.distribution_error);
}

/// Its density, exp(-x^2 / 2) / sqrt(2 pi).
template <class V> V normal_pdf(const V& x) {
  const Normal<V> at = normal(x);
  return at.density * at.tail;
}

}  // namespace actlab
