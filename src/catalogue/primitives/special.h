#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <tuple>
#include <type_traits>

#include "catalogue/primitives/vocabulary.h"

/// Functions that several formulas share, written so that they keep their digits: no overflow, no premature underflow,
/// no cancellation of tails, limits at +-infinity. autograd/tensor_value.h has each again for recorded tensors, from
/// torch's smooth operations, because |x| has no derivative at 0 and a branch not taken must not be infinite there.
namespace actlab {

namespace detail {
template <class V>
struct ElementOf {
  using type = typename V::value_type;
};
template <>
struct ElementOf<float> {
  using type = float;
};
template <>
struct ElementOf<double> {
  using type = double;
};
}  // namespace detail

/// What V does not hold of a number.
template <class V>
double rounded_away(double number) {
  return number - static_cast<double>(static_cast<typename detail::ElementOf<V>::type>(number));
}

/// True of a value type that holds more digits than its results keep.
template <class V>
inline constexpr bool has_spare_digits = false;

/// formula(x); in a float32 batch with float64's digits, rounded once.
template <class V, class Formula>
V with_spare_digits(const V& x, const Formula& formula) {
  return formula(x);
}

/// x, but at least `lowest`, and NaN where x is, which max would not let through. A batch has one instruction for it.
template <class V>
V at_least(const std::type_identity_t<V>& lowest, const V& x) {
  return select(x < lowest, lowest, x);
}
template <class V>
V at_most(const std::type_identity_t<V>& highest, const V& x) {
  return select(x > highest, highest, x);
}

/// x, but the largest finite number where it is infinite: so that its product with a zero is zero.
template <class V>
V finite(const V& x) {
  const V largest(std::numeric_limits<typename detail::ElementOf<V>::type>::max());
  return at_least(-largest, at_most(largest, x));
}

template <class V>
V not_infinitely_low(const V& x) {
  return at_least(V(std::numeric_limits<typename detail::ElementOf<V>::type>::lowest()), x);
}

/// x, but no further from 0 than `limit`.
template <class V>
V within(const V& x, double limit) {
  return at_least(V(-limit), at_most(V(limit), x));
}

template <class V>
V non_positive(const V& x) {
  return at_most(V(0), x);
}

/// a + b, and what rounding took away from it.
template <class V>
struct ExactSum {
  V sum, error;
};
template <class V>
ExactSum<V> exact_sum(const V& a, const V& b) {
  const V sum = a + b, part = sum - a;
  return {sum, (a - (sum - part)) + (b - part)};
}

template <class V>
struct WithError {
  V value, error;
};

/// (a + a_error) / (b + b_error), rounded once, where |a_error| and |b_error| are roundings of a and b.
template <class V>
V exact_quotient(const V& a, const V& a_error, const V& b, const V& b_error) {
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

/// A simple root of a function with the function's Taylor series there: however a formula sums its terms, near a root
/// they cancel, and only the distance to the root has digits left.
template <std::size_t n>
struct Root {
  double at, at_low;  ///< the root is their sum
  double radius;      ///< in which n terms give float64
  std::array<double, n> series;
};

/// (A constant of a template is `constexpr` and not `static`: as an object of its own it would be shared by kernels of
/// all instruction sets.)
///
/// The function at x + x_error near its root, elsewhere what its formula gave.
template <class R, class V>
V near_root(const R& root, const V& x, const V& x_error, const V& elsewhere) {
  const V distance = ((x - V(root.at)) - V(root.at_low)) + x_error;
  constexpr std::size_t terms = has_spare_digits<V> ? 5 : std::tuple_size_v<decltype(R::series)>;
  const double radius = has_spare_digits<V> ? 1.0 / 32 : root.radius;
  return select(abs(distance) < V(radius), distance * polynomial<terms>(distance, root.series), elsewhere);
}

/// exp(-a) = head * tail for a >= 0. The tail is 1 but where exp(-a) would have lost digits to underflow: a result that
/// is larger than exp(-a) then keeps its own.
template <class V>
struct SplitExp {
  V head, tail;
};
template <class V>
SplitExp<V> split_exp(const V& a) {
  const auto deep = a > V(std::numeric_limits<typename detail::ElementOf<V>::type>::max_exponent * 0.6);
  const V head = exp(select(deep, V(-0.5) * a, -a));
  return {head, select(deep, head, V(1))};
}

/// exp(-scale * x^2), where scale is a power of two, with the rounding error of the square made good. |x| < 1e3.
template <class V>
SplitExp<V> split_exp_of_square(const V& x, double scale) {
  const V square = x * x;
  SplitExp<V> result = split_exp(V(scale) * square);
  result.head = result.head - result.head * (V(scale) * product_error(x, x, square));
  return result;
}

/// 1 / (1 + exp(-x)); the exponential is only ever taken of -|x|.
template <class V>
V sigmoid(const V& x) {
  const V z = exp(-abs(x));
  return quotient(select(x >= V(0), V(1), z), V(1) + z);
}

/// sigmoid'(x) = z / (1 + z)^2, z = exp(-|x|).
template <class V>
V sigmoid_slope(const V& x) {
  const V z = exp(-abs(x)), sum = V(1) + z;
  if constexpr (has_spare_digits<V>) return quotient(z, sum * sum);
  return quotient(z, sum * sum + V(2) * sum * (z - (sum - V(1))));  // what rounding took from the sum is put back
}

/// The error of t, but 0 where t is too large for one to matter, or infinite.
template <class V>
V error_of(const V& t, const V& t_error) {
  if constexpr (has_spare_digits<V>) return V(0);
  return select(abs(t) < V(1e4), t_error, V(0));
}

/// x^2 * sigmoid'(t + t_error), where t is x times a constant.
template <class V>
V square_times_sigmoid_slope(const V& x, const V& t, const V& t_error) {
  const SplitExp<V> z = split_exp(abs(t));
  const V error = select(t < V(0), error_of(t, t_error), -error_of(t, t_error));  // of -|t|
  const V bounded = finite(x), half = bounded * z.head;
  return quotient((half + half * error) * (bounded * z.tail), (V(1) + z.head) * (V(1) + z.head));
}

/// sigmoid(t + t_error): the error counts where sigmoid is an exponential.
template <class V>
V sigmoid(const V& t, const V& t_error) {
  if constexpr (has_spare_digits<V>) return sigmoid(t);
  const V z = exp(-abs(t));
  return quotient(select(t >= V(0), V(1), z + z * error_of(t, t_error)), V(1) + z);
}

/// a * sigmoid(t + t_error).
template <class V>
V times_sigmoid(const V& a, const V& t, const V& t_error) {
  const SplitExp<V> z = split_exp(abs(t));
  const V below = finite(a) * z.head;
  if constexpr (has_spare_digits<V>) return quotient(select(t >= V(0), a, below), V(1) + z.head);
  return quotient(select(t >= V(0), a, (below + below * error_of(t, t_error)) * z.tail), V(1) + z.head);
}

/// a * sigmoid(t).
template <class V>
V times_sigmoid(const V& a, const V& t) {
  const SplitExp<V> z = split_exp(abs(t));
  return quotient(select(t >= V(0), a, finite(a) * z.head * z.tail), V(1) + z.head);
}

/// x * sigmoid(t + t_error), where t has x's sign and is not smaller by orders.
template <class V>
V gated_by_sigmoid(const V& x, const V& t, const V& t_error) {
  return times_sigmoid(x, t, t_error);
}
template <class V>
V gated_by_sigmoid(const V& x, const V& t) {
  return times_sigmoid(x, t);
}

/// The derivative of x * sigmoid(t(x)), from t and w = x * t'(x), each with its error: sigmoid(t) * (1 + w *
/// sigmoid(-t)).
template <class V>
V times_sigmoid_slope(const V& t, const V& t_error, const V& w, const V& w_error) {
  const SplitExp<V> z = split_exp(abs(t));
  const V bounded = finite(w), one_plus_z = V(1) + z.head;
  const V above = one_plus_z + bounded * z.head;
  if constexpr (has_spare_digits<V>) {
    const V below = ((V(1) + bounded) + z.head) * z.head;
    return quotient(select(t >= V(0), above, below), one_plus_z * one_plus_z);
  } else {
    // Below 0 terms cancel, and every rounding counts; all but the exponential's and the last are made good.
    const ExactSum<V> one_plus_w = exact_sum(V(1), bounded), sum = exact_sum(one_plus_w.sum, z.head);
    const V sum_error = (one_plus_w.error + sum.error) + error_of(t, w_error);
    const V below = sum.sum * z.head;
    const V below_error = (z.head * sum_error + product_error(sum.sum, z.head, below)) + below * error_of(t, t_error);
    const V square = one_plus_z * one_plus_z;
    const V square_error =
        product_error(one_plus_z, one_plus_z, square) + V(2) * one_plus_z * exact_sum(V(1), z.head).error;
    return select(t >= V(0), above / square, exact_quotient(below, below_error, square, square_error) * z.tail);
  }
}

/// The derivative of t * sigmoid(t) at t + t_error.
template <class V>
V silu_slope(const V& t, const V& t_error) {
  // tools/coefficients: silu_derivative_root
  constexpr Root<17> root{
      -1.2784645427610737,
      -1.0946994183093437e-16,
      0.25,
      {0.2178117057198001, 0.1466487969969469, 0.018874814223782312, -0.015222655223188032, -0.006606589138356696,
       0.000126627410081122, 0.0007985218818397998, 0.00018570724361186496, -4.090534237428612e-05,
       -2.9733542213263917e-05, -2.942631888842464e-06, 2.346029682463866e-06, 8.599695028268575e-07,
       -3.051244750055421e-08, -9.266646309267441e-08, -1.8877622907727957e-08, 4.619379769031606e-09}};
  return near_root(root, t, t_error, times_sigmoid_slope(t, t_error, t, t_error));
}

/// The derivative of x * sigmoid(x).
template <class V>
V silu_slope(const V& x) {
  return silu_slope(x, V(0));
}

/// sin and cos of t + t_error.
template <class V>
V sin_of(const V& t, const V& t_error) {
  if constexpr (has_spare_digits<V>) return sin(t);
  return select(t_error == V(0), sin(t), sin(t) * cos(t_error) + cos(t) * sin(t_error));
}
template <class V>
V cos_of(const V& t, const V& t_error) {
  if constexpr (has_spare_digits<V>) return cos(t);
  return cos(t) * cos(t_error) - sin(t) * sin(t_error);
}

/// 1 + sin(2 (t + t_error)): cos^2 / (1 - sin), where its terms would cancel.
template <class V>
V one_plus_sin_of_twice(const V& t, const V& t_error) {
  const V sine = sin_twice(t), cosine = cos_twice(t);
  const auto combined = [](const V& s, const V& c) { return select(s < V(0), c * c / (V(1) - s), V(1) + s); };
  if constexpr (has_spare_digits<V>) return combined(sine, cosine);
  const V sine_of_error = sin(V(2) * t_error), cosine_of_error = cos(V(2) * t_error);
  return combined(sine * cosine_of_error + cosine * sine_of_error, cosine * cosine_of_error - sine * sine_of_error);
}

/// log(1 + exp(x)).
template <class V>
V log1p_exp(const V& x) {
  return select(x > V(0), x, V(0)) + log1p_within_1(exp(-abs(x)));
}

/// log(1 + exp(x + x_error)): the error counts where exp(x) is all there is.
template <class V>
V log1p_exp(const V& x, const V& x_error) {
  if constexpr (has_spare_digits<V>) return log1p_exp(x);
  const V z = exp(-abs(x));
  return select(x > V(0), x + log1p_within_1(z), log1p_within_1(z + z * error_of(x, x_error)));
}

/// tanh(log(1 + exp(x))), times x: with w = e * (e + 2), e = exp(x), it is x * w / (w + 2).
template <class V>
V times_tanh_log1p_exp(const V& x) {
  const SplitExp<V> exponential = split_exp(abs(x));
  const V z = exponential.head, zz = z * z;
  const V above = x * (V(1) + V(2) * z);
  const V below = finite(x) * z * (z + V(2)) * exponential.tail;
  return quotient(select(x >= V(0), above, below), V(2) * z + select(x >= V(0), V(1) + V(2) * zz, zz + V(2)));
}

/// Its derivative. Below 0, with z = exp(x): z * (1 + x + z * (z^2 + 4 z + 6 + 4 x) / 4) / (z^2 / 2 + z + 1)^2, in
/// which 1 + x is exact where the sum is 0; above, the same in z = exp(-x).
template <class V>
V times_tanh_log1p_exp_slope(const V& x) {
  // tools/coefficients: mish_derivative_root
  constexpr Root<17> root{
      -1.1924312145154952,
      -4.8484829848031044e-17,
      0.25,
      {0.2669479140495345, 0.20473126408010586, 0.04190782104360987, -0.020271822716684245, -0.01582112656173338,
       -0.0033606849270232685, 0.0010924055409445854, 0.0009898181021289196, 0.00025412936386191073,
       -4.1961496031696126e-05, -5.582891567360688e-05, -1.72992708103044e-05, 9.427361327376651e-07,
       2.9088199364912223e-06, 1.071676702702074e-06, 2.6879417855557728e-08, -1.4117255919499382e-07}};
  const SplitExp<V> exponential = split_exp(abs(x));
  const V z = exponential.head, bounded = within(x, 1e6);  // beyond which z is 0
  const V four_x = V(4) * bounded;
  const V below = ((V(1) + bounded) + V(0.25) * z * (z * (z + V(4)) + (V(6) + four_x))) * z * exponential.tail;
  const V above = V(1) + z * (V(4) + z * ((V(6) + four_x) + z * (V(4) + four_x)));
  // The square of 1 + y, rounded once.
  const V y = select(x >= V(0), V(2) * z + V(2) * z * z, z + V(0.5) * z * z);
  return near_root(root, x, V(0), quotient(select(x >= V(0), above, below), V(1) + y * (V(2) + y)));
}

/// x - tanh(x) = (x cosh(x) - sinh(x)) / cosh(x); below 2 the numerator's series, whose terms have one sign.
template <class V>
V x_minus_tanh(const V& x) {
  // tools/coefficients: x_minus_tanh_series
  constexpr std::array<double, 13> series{2.0 / 6,
                                          4.0 / 120,
                                          6.0 / 5040,
                                          8.0 / 362880,
                                          10.0 / 39916800,
                                          12.0 / 6227020800,
                                          14.0 / 1307674368000,
                                          16.0 / 355687428096000,
                                          18.0 / 121645100408832000,
                                          20.0 / 51090942171709440000.0,
                                          22.0 / 25852016738884976640000.0,
                                          24.0 / 15511210043330985984000000.0,
                                          26.0 / 10888869450418352160768000000.0};  // 2k / (2k + 1)!
  const V a = abs(x), inner = select(a < V(2), a, V(2));
  const V u = inner * inner;
  const V e = exp(-inner);
  constexpr std::size_t terms = has_spare_digits<V> ? 8 : series.size();
  const V near = quotient(V(2) * e * (x * (u * polynomial<terms>(u, series))), V(1) + e * e);
  return select(a < V(2), near, x - tanh(x));
}

}  // namespace actlab
