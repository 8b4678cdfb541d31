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
V max_propagating_nan(const std::type_identity_t<V>& lowest, const V& x) {
  return select(x < lowest, lowest, x);
}
template <class V>
V min_propagating_nan(const std::type_identity_t<V>& highest, const V& x) {
  return select(x > highest, highest, x);
}

/// x, but the largest finite number where it is infinite: so that its product with a zero is zero.
template <class V>
V finite(const V& x) {
  const V largest(std::numeric_limits<typename detail::ElementOf<V>::type>::max());
  return max_propagating_nan(-largest, min_propagating_nan(largest, x));
}

template <class V>
V not_infinitely_low(const V& x) {
  return max_propagating_nan(V(std::numeric_limits<typename detail::ElementOf<V>::type>::lowest()), x);
}

/// x, but no further from 0 than `limit`.
template <class V>
V within(const V& x, double limit) {
  return max_propagating_nan(V(-limit), min_propagating_nan(V(limit), x));
}

template <class V>
V non_positive(const V& x) {
  return min_propagating_nan(V(0), x);
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
V sigmoid_derivative(const V& x) {
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
V times_sigmoid_derivative(const V& t, const V& t_error, const V& w, const V& w_error) {
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

/// log(1 + exp(x)).
template <class V>
V softplus(const V& x) {
  return select(x > V(0), x, V(0)) + log1p_within_1(exp(-abs(x)));
}

/// log(1 + exp(x + x_error)): the error counts where exp(x) is all there is.
template <class V>
V softplus(const V& x, const V& x_error) {
  if constexpr (has_spare_digits<V>) return softplus(x);
  const V z = exp(-abs(x));
  return select(x > V(0), x + log1p_within_1(z), log1p_within_1(z + z * error_of(x, x_error)));
}

}  // namespace actlab
