#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <tuple>
#include <type_traits>

#include "catalogue/primitives/vocabulary.h"

/// Building blocks of formulas that keep their digits: clamping, rounding errors of sums and products, polynomials,
/// Taylor series at roots, and exponentials that do not underflow.
///
/// Constants inside templates are `constexpr`, not `static`: a static object would be shared by the kernels of all
/// instruction sets.
namespace actlab {

namespace detail {
template <class V> struct ElementOf { using type = typename V::value_type; };
template <> struct ElementOf<double> { using type = double; };
}  // namespace detail

/// The part of `number` that V cannot represent.
template <class V> double rounded_away(double number) {
  return number - static_cast<double>(static_cast<typename detail::ElementOf<V>::type>(number));
}

/// True if V computes with more digits than the results keep (guard digits).
template <class V> inline constexpr bool has_guard_digits = false;

/// max(lowest, x), but NaN if x is NaN.
template <class V> V max_propagating_nan(const std::type_identity_t<V>& lowest, const V& x) {
  return select(x < lowest, lowest, x);
}
/// min(highest, x), but NaN if x is NaN.
template <class V> V min_propagating_nan(const std::type_identity_t<V>& highest, const V& x) {
  return select(x > highest, highest, x);
}

/// x, with +-infinity replaced by the largest finite numbers, so that its product with 0 is 0.
template <class V> V clamp_to_finite(const V& x) {
  const V largest(std::numeric_limits<typename detail::ElementOf<V>::type>::max());
  return max_propagating_nan(-largest, min_propagating_nan(largest, x));
}

/// x, with -infinity replaced by the lowest finite number.
template <class V> V clamp_negative_infinity(const V& x) {
  return max_propagating_nan(V(std::numeric_limits<typename detail::ElementOf<V>::type>::lowest()), x);
}

/// x, clamped to [-limit, limit].
template <class V> V clamp_magnitude(const V& x, double limit) {
  return max_propagating_nan(V(-limit), min_propagating_nan(V(limit), x));
}

/// min(x, 0), but NaN if x is NaN.
template <class V> V non_positive(const V& x) {
  return min_propagating_nan(V(0), x);
}

/// A rounded value and its rounding error: the exact value is value + error.
template <class V> struct WithError { V value, error; };

/// The rounded sum and its rounding error: a + b = sum + error.
template <class V> struct ExactSum { V sum, error; };
/// Knuth's TwoSum (The Art of Computer Programming, volume 2, section 4.2.2).
template <class V> ExactSum<V> exact_sum(const V& a, const V& b) {
  const V sum = a + b, part = sum - a;
  return {sum, (a - (sum - part)) + (b - part)};
}

/// (a + a_error) / (b + b_error), rounded once. |a_error| and |b_error| are rounding errors of a and b.
template <class V> V exact_quotient(const V& a, const V& a_error, const V& b, const V& b_error) {
  const V ratio = a / b;
  return ratio + ((a_error - product_error(ratio, b, a)) - ratio * b_error) / b;
}

/// c0 + c1 * x + c2 * x^2 …, of the first `terms` coefficients.
template <std::size_t terms, class V, std::size_t n>
V polynomial(const V& x, const std::array<double, n>& coefficients) {
  static_assert(terms <= n);
  V sum(coefficients[terms - 1]);
  for (std::size_t i = terms - 1; i-- > 0;) sum = sum * x + V(coefficients[i]);
  return sum;
}

/// A simple root of a function, with the function's Taylor series there. Near a root the terms of any formula cancel,
/// and only the distance from the root keeps its digits.
template <std::size_t n> struct Root {
  double at, at_low;             ///< the root is at + at_low
  double radius;                 ///< within this distance n terms are accurate to float64
  std::array<double, n> series;  ///< coefficients of distance^1, distance^2, …
};

/// The function at x + x_error: its Taylor series near the root, otherwise `elsewhere`.
template <class R, class V> V near_root(const R& root, const V& x, const V& x_error, const V& elsewhere) {
  const V distance = ((x - V(root.at)) - V(root.at_low)) + x_error;
  constexpr std::size_t terms = has_guard_digits<V> ? 5 : std::tuple_size_v<decltype(R::series)>;
  const double radius = has_guard_digits<V> ? 1.0 / 32 : root.radius;
  return select(abs(distance) < V(radius), distance * polynomial<terms>(distance, root.series), elsewhere);
}

/// For float32: the first terms of the root's series within the radius, otherwise `elsewhere`. The error of x is
/// optional.
template <std::size_t terms, class R, class V, class... Error>
V near_root(const R& root, double radius, const V& elsewhere, const V& x, const Error&... x_error) {
  const V distance = (((x - V(root.at)) - V(rounded_away<V>(root.at) + root.at_low)) + ... + x_error);
  return select(abs(distance) < V(radius), distance * polynomial<terms>(distance, root.series), elsewhere);
}

/// exp(-a) = head * tail for a >= 0. The tail is 1 unless exp(-a) would underflow; then both are its square root. A
/// result that is larger than exp(-a) thus keeps its digits.
template <class V> struct SplitExp { V head, tail; };
template <class V> SplitExp<V> split_exp(const V& a) {
  const auto deep = a > V(std::numeric_limits<typename detail::ElementOf<V>::type>::max_exponent * 0.6);
  const V head = exp(select(deep, V(-0.5) * a, -a));
  return {head, select(deep, head, V(1))};
}

/// exp(-scale * x^2) * (1 - relative), corrected for the rounding error of the square. scale is a power of two, |x| <
/// 1e3; `relative` is the rounding error of a factor that follows.
template <class V> SplitExp<V> split_exp_of_square(const V& x, double scale, double relative = 0) {
  const V square = x * x;
  SplitExp<V> result = split_exp(V(scale) * square);
  result.head = result.head - result.head * (V(scale) * product_error(x, x, square) + V(relative));
  return result;
}

/// The error of t; 0 if t is infinite or so large that the error has no effect.
template <class V> V error_of(const V& t, const V& t_error) {
  if constexpr (has_guard_digits<V>) return V(0);
  return select(abs(t) < V(1e4), t_error, V(0));
}

}  // namespace actlab
