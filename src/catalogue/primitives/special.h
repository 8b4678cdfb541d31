#pragma once

#include "catalogue/primitives/rounding.h"

/// Sigmoid and related functions for all value types but tensors. They have the right limits at +-infinity, do not
/// overflow or underflow early, and keep the digits of their tails. float32_special.h has faster overloads for lanes of
/// float32; torch/autograd/tensor_value.h has its own, composed of torch's differentiable operators.
///
/// Functions with a `t_error` compute f(t + t_error), where t_error is the rounding error of t.
namespace actlab {

/// 1 / (1 + exp(-x)), computed with exp(-|x|), which does not overflow.
template <class V> V sigmoid(const V& x) {
  const V z = exp(-abs(x));
  return quotient(select(x >= V(0), V(1), z), V(1) + z);
}

/// sigmoid'(x) = z / (1 + z)^2, z = exp(-|x|).
template <class V> V sigmoid_derivative(const V& x) {
  const V z = exp(-abs(x)), sum = V(1) + z;
  if constexpr (has_guard_digits<V>) return quotient(z, sum * sum);
  return quotient(z, sum * sum + V(2) * sum * (z - (sum - V(1))));  // adds the rounding error of the sum
}

/// sigmoid(t + t_error). The error matters where sigmoid behaves as an exponential.
template <class V> V sigmoid(const V& t, const V& t_error) {
  if constexpr (has_guard_digits<V>) return sigmoid(t);
  const V z = exp(-abs(t));
  return quotient(select(t >= V(0), V(1), z + z * error_of(t, t_error)), V(1) + z);
}

/// a * sigmoid(t + t_error).
template <class V> V times_sigmoid(const V& a, const V& t, const V& t_error) {
  const SplitExp<V> z = split_exp(abs(t));
  const V below = clamp_to_finite(a) * z.head;
  if constexpr (has_guard_digits<V>) return quotient(select(t >= V(0), a, below), V(1) + z.head);
  return quotient(select(t >= V(0), a, (below + below * error_of(t, t_error)) * z.tail), V(1) + z.head);
}

/// a * sigmoid(t).
template <class V> V times_sigmoid(const V& a, const V& t) {
  const SplitExp<V> z = split_exp(abs(t));
  return quotient(select(t >= V(0), a, clamp_to_finite(a) * z.head * z.tail), V(1) + z.head);
}

/// The derivative of x * sigmoid(t(x)) from t and w = x * t'(x), each with its rounding error:
/// sigmoid(t) * (1 + w * sigmoid(-t)).
template <class V> V times_sigmoid_derivative(const V& t, const V& t_error, const V& w, const V& w_error) {
  const SplitExp<V> z = split_exp(abs(t));
  const V bounded = clamp_to_finite(w), one_plus_z = V(1) + z.head;
  const V above = one_plus_z + bounded * z.head;
  if constexpr (has_guard_digits<V>) {
    const V below = ((V(1) + bounded) + z.head) * z.head;
    return quotient(select(t >= V(0), above, below), one_plus_z * one_plus_z);
  } else {
    // Below 0 terms cancel, so all roundings except the exponential's and the last are corrected.
    const ExactSum<V> one_plus_w = exact_sum(V(1), bounded), sum = exact_sum(one_plus_w.sum, z.head);
    const V sum_error = (one_plus_w.error + sum.error) + error_of(t, w_error);
    const V below = sum.sum * z.head;
    const V below_error = (z.head * sum_error + product_error(sum.sum, z.head, below)) + below * error_of(t, t_error);
    const V z_error = exact_sum(V(1), z.head).error;
    const V square = one_plus_z * one_plus_z;
    const V square_error = product_error(one_plus_z, one_plus_z, square) + V(2) * one_plus_z * z_error;
    const auto is_above = t >= V(0);
    const V ratio =
        exact_quotient(select(is_above, above, below), select(is_above, z_error, below_error), square, square_error);
    return ratio * select(is_above, V(1), z.tail);
  }
}

/// log(1 + exp(x)).
template <class V> V softplus(const V& x) {
  return select(x > V(0), x, V(0)) + log1p_within_1(exp(-abs(x)));
}

/// log(1 + exp(x + x_error)). The error matters where softplus behaves as an exponential.
template <class V> V softplus(const V& x, const V& x_error) {
  if constexpr (has_guard_digits<V>) return softplus(x);
  const V z = exp(-abs(x));
  return select(x > V(0), x + log1p_within_1(z), log1p_within_1(z + z * error_of(x, x_error)));
}

}  // namespace actlab
