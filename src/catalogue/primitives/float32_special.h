#pragma once

// For kernel sources only. The functions of simd/special.h again for float32 batches, from fewer operations. What they
// have in common: an exponential is kept as (1 + rest) * 2^n till the end, so that a result that underflows is rounded
// once; a sum that would cancel near a root is written in the distance from the root, which is known exactly; and each
// rounding on the way is one of at most half a dozen, which is what 4 units in the last place allow.
#include <array>

#include "catalogue/primitives/float32.h"

namespace actlab {
namespace detail {

/// The error of x where it counts: where exp(x) is all there is.
inline Lanes<float> error_below_0(const Lanes<float>& x, const Lanes<float>& x_error) {
  using B = Lanes<float>;
  return select((x < B(0.0f)) & (x > B(-1e4f)), x_error, B(0.0f));
}

/// exp(-|x|); the error is that of x.
template <class... Error>
Scaled exp_of_minus_abs(const Lanes<float>& x, const Error&... x_error) {
  return scaled_exp(max_propagating_nan(lowest_exponent, minus_abs(x)), error_below_0(x, x_error)...);
}

/// f(x) of one whose part below 0 is f(-|x|) and for which f(x) + f(-x) = 1.
inline Lanes<float> or_1_minus(const Lanes<float>& x, const Lanes<float>& below) {
  using B = Lanes<float>;
  return select(x < B(0.0f), below, B(1.0f) - below);
}

}  // namespace detail

template <class... Error>
Lanes<float> sigmoid_with(const Lanes<float>& x, const Error&... x_error) {
  using B = Lanes<float>;
  const Scaled e = detail::exp_of_minus_abs(x, x_error...);
  const B z = scaled(e.factor, e.n);
  return select(x >= B(0.0f), B(1.0f), z) / (B(1.0f) + z);
}

inline Lanes<float> sigmoid_derivative(const Lanes<float>& x) {
  using B = Lanes<float>;
  const Scaled e = detail::exp_of_minus_abs(x);
  const B z = scaled(e.factor, e.n);
  return z / (z * (z + B(2.0f)) + B(1.0f));
}

/// x - |x| * sigmoid(-|t|) for x > 0, and that product below.
template <class... Error>
Lanes<float> gated_by_sigmoid_with(const Lanes<float>& x, const Lanes<float>& t, const Error&... t_error) {
  using B = Lanes<float>;
  const Scaled e = detail::exp_of_minus_abs(t, t_error...);
  const B share = max_propagating_nan(lowest_exponent, minus_abs(x)) * e.factor;
  return max_propagating_nan(0.0f, x) + scaled(share / (B(1.0f) + scaled(e.factor, e.n)), e.n);
}

template <class... Error>
Lanes<float> softplus_with(const Lanes<float>& x, const Error&... x_error) {
  const Scaled e = detail::exp_of_minus_abs(x, x_error...);
  return max_propagating_nan(0.0f, x) + log1p_within_1(scaled(e.factor, e.n));
}

inline SplitExp<Lanes<float>> split_exp_of_square(const Lanes<float>& x, double scale) {
  using B = Lanes<float>;
  const B half = B(-scale) * x, square = half * x;
  const Scaled e = scaled_exp(max_propagating_nan(-150.0f, square), product_error(half, x, square));
  const B first = max(B(-100.0f), e.n);
  return {e.factor * power_of_two(first), power_of_two(e.n - first)};
}

inline Lanes<float> sigmoid(const Lanes<float>& x) {
  return sigmoid_with(x);
}
inline Lanes<float> sigmoid(const Lanes<float>& x, const Lanes<float>& x_error) {
  return sigmoid_with(x, x_error);
}
inline Lanes<float> softplus(const Lanes<float>& x) {
  return softplus_with(x);
}
inline Lanes<float> softplus(const Lanes<float>& x, const Lanes<float>& x_error) {
  return softplus_with(x, x_error);
}
inline Lanes<float> gated_by_sigmoid(const Lanes<float>& x, const Lanes<float>& t) {
  return gated_by_sigmoid_with(x, t);
}
inline Lanes<float> gated_by_sigmoid(const Lanes<float>& x, const Lanes<float>& t, const Lanes<float>& t_error) {
  return gated_by_sigmoid_with(x, t, t_error);
}

}  // namespace actlab
