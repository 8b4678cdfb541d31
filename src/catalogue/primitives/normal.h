#pragma once

#include "catalogue/primitives/special.h"

namespace actlab {

/// The standard normal distribution's function and density at x are these, each times the tail. The tail is 1 but far
/// below 0, where the two would have lost digits to underflow; the density's is above 0 too.
template <class V>
struct Normal {
  V distribution, density, tail;
  V distribution_error;  ///< what is to be added to the distribution function from -10 on
};
template <class V>
Normal<V> normal(const V& x) {
  const V bounded = within(x, 60);
  const SplitExp<V> e = split_exp_of_square(bounded, 0.5);
  // tools/coefficients: one_over_sqrt_2_pi
  const V density = e.head * V(0.39894228040143267794);
  // Mills's ratio as a continued fraction, which from 10 on has converged after a dozen steps.
  const V t = select(bounded < V(-10), -bounded, V(10));
  V mills = t;
  for (int k = 12; k > 0; --k) mills = t + V(k) / mills;
  // Nearer, the error function, with the rounding of its argument made good.
  // tools/coefficients: sqrt_half_in_parts
  constexpr double root_half = 0.70710678118654752440, root_half_low = -4.833646656726457e-17;
  const V argument = bounded * V(-root_half);
  const V error = product_error(bounded, V(-root_half), argument) - bounded * V(root_half_low);
  // tools/coefficients: sqrt_2
  const V near = V(0.5) * erfc(argument), near_error = -(error * V(1.41421356237309504880) * density);
  return {select(bounded < V(-10), density / mills, near), density, e.tail, near_error};
}

/// The standard normal distribution's function.
template <class V>
V normal_cdf(const V& x) {
  const Normal<V> at = normal(x);
  if constexpr (has_spare_digits<V>) return at.distribution;
  return select(x < V(-10), at.distribution * at.tail, at.distribution + at.distribution_error);
}

/// Its density.
template <class V>
V normal_pdf(const V& x) {
  const Normal<V> at = normal(x);
  return at.density * at.tail;
}

}  // namespace actlab
