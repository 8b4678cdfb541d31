#pragma once

#include "catalogue/primitives/special.h"

/// What gelu and its approximation are made of.
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

/// x times the normal distribution function.
template <class V>
V times_normal(const V& x) {
  const Normal<V> at = normal(x);
  if constexpr (has_spare_digits<V>) return not_infinitely_low(x) * at.distribution;
  return not_infinitely_low(x) * select(x < V(-10), at.distribution * at.tail, at.distribution + at.distribution_error);
}

/// Its derivative, but near its root.
template <class V>
V times_normal_slope_elsewhere(const V& x) {
  const Normal<V> at = normal(x);
  const V bounded = within(x, 60);
  if constexpr (has_spare_digits<V>) {
    return at.distribution + bounded * at.density;
  } else {
    const V far = (at.distribution + bounded * at.density) * at.tail;
    // Nearer, the two terms cancel in part, and of each all roundings but that of erfc or exp are made good.
    // tools/coefficients: one_over_sqrt_2_pi_in_parts
    constexpr double scale = 0.3989422804014327, scale_low = -2.49232720227773e-17;  // 1 / sqrt(2 pi)
    const V square = bounded * bounded;
    const SplitExp<V> e = split_exp(V(0.5) * square);
    const V factor = bounded * V(scale), term = factor * e.head;
    const V factor_error = product_error(bounded, V(scale), factor) + bounded * V(scale_low);
    const V term_error = (product_error(factor, e.head, term) + factor_error * e.head) -
                         term * (V(0.5) * product_error(bounded, bounded, square));
    const ExactSum<V> sum = exact_sum(at.distribution, term * e.tail);
    return select(x < V(-10), far, sum.sum + (sum.error + (term_error * e.tail + at.distribution_error)));
  }
}

/// Its derivative.
template <class V>
V times_normal_slope(const V& x) {
  // tools/coefficients: gelu_derivative_root
  constexpr Root<20> root{
      -0.7517915246935645,
      1.4956759177009883e-17,
      0.5,
      {0.4314939923140469,      0.388284982990552,      -0.018199676398671087, -0.1140082332972217,
       -0.014771522148244337,   0.019421679838189067,   0.004539228379125415,  -0.002239538068073497,
       -0.0007448268386746817,  0.00018633974623233514, 8.615947861116571e-05, -1.121438018842664e-05,
       -7.74846130700372e-06,   4.3284506257392273e-07, 5.702764979242107e-07, -1.6044265494246427e-09,
       -3.5459866461783865e-08, -1.396942086426202e-09, 1.90319840501314e-09,  1.4506418938779426e-10}};
  return near_root(root, x, V(0), times_normal_slope_elsewhere(x));
}

/// 2 sqrt(2 / pi) * (x + 0.044715 * x^3) with its rounding error, which sigmoid would magnify far below 0.
template <class V>
WithError<V> twice_tanh_gelu_argument(const V& x) {
  // tools/coefficients: tanh_gelu_factor
  constexpr double factor = 1.5957691216057308, factor_low = -9.96930880911092e-17, cubic = 0.044715;
  const V square = x * x, p = V(cubic) * square;
  const V p_error = product_error(V(cubic), square, p) + V(cubic) * product_error(x, x, square);
  const ExactSum<V> sum = exact_sum(V(1), p);
  const V m = V(factor) * x;
  const V m_error = product_error(V(factor), x, m) + V(factor_low) * x;
  const V value = m * sum.sum;
  return {value, product_error(m, sum.sum, value) + m * (sum.error + p_error) + m_error * sum.sum};
}

}  // namespace actlab
