#pragma once

// For kernel sources only. The functions of special.h for lanes of float32, with fewer operations. An exponential is
// kept as (1 + rest) * 2^n until the end, so a result that underflows is rounded once.
#include "catalogue/primitives/float32.h"
#include "catalogue/primitives/special.h"

namespace actlab {
namespace detail {

/// The error of x; 0 for x >= 0, where exp(-|x|) is not the leading term, and for very low x, where it may be infinite.
inline Lanes<float> error_below_0(const Lanes<float>& x, const Lanes<float>& x_error) {
  using V = Lanes<float>;
  return select((x < V(0.0f)) & (x > V(-1e4f)), x_error, V(0.0f));
}

/// exp(-|x + x_error|). The error is optional.
template <class... Error> Scaled exp_of_negative_abs(const Lanes<float>& x, const Error&... x_error) {
  return scaled_exp(max_propagating_nan(min_exp_argument, negative_abs(x)), error_below_0(x, x_error)...);
}

/// f(x) from below = f(-|x|), for a function with f(x) + f(-x) = 1.
inline Lanes<float> complement_if_positive(const Lanes<float>& x, const Lanes<float>& below) {
  using V = Lanes<float>;
  return select(x < V(0.0f), below, V(1.0f) - below);
}

}  // namespace detail

/// sigmoid(x + x_error). The error is optional here and below.
template <class... Error> Lanes<float> sigmoid_with(const Lanes<float>& x, const Error&... x_error) {
  using V = Lanes<float>;
  const Scaled e = detail::exp_of_negative_abs(x, x_error...);
  const V z = scaled(e.factor, e.n);
  return select(x >= V(0.0f), V(1.0f), z) / (V(1.0f) + z);
}

inline Lanes<float> sigmoid_derivative(const Lanes<float>& x) {
  using V = Lanes<float>;
  const Scaled e = detail::exp_of_negative_abs(x);
  const V z = scaled(e.factor, e.n);
  return z / (z * (z + V(2.0f)) + V(1.0f));
}

/// x * sigmoid(t), t with the sign of x: x - |x| * sigmoid(-|t|) for x > 0, otherwise -|x| * sigmoid(-|t|).
template <class... Error>
Lanes<float> gated_by_sigmoid_with(const Lanes<float>& x, const Lanes<float>& t, const Error&... t_error) {
  using V = Lanes<float>;
  const Scaled e = detail::exp_of_negative_abs(t, t_error...);
  const V product = max_propagating_nan(min_exp_argument, negative_abs(x)) * e.factor;
  return max_propagating_nan(0.0f, x) + scaled(product / (V(1.0f) + scaled(e.factor, e.n)), e.n);
}

template <class... Error> Lanes<float> softplus_with(const Lanes<float>& x, const Error&... x_error) {
  const Scaled e = detail::exp_of_negative_abs(x, x_error...);
  return max_propagating_nan(0.0f, x) + log1p_within_1(scaled(e.factor, e.n));
}

inline SplitExp<Lanes<float>> split_exp_of_square(const Lanes<float>& x, double scale) {
  using V = Lanes<float>;
  const V half = V(-scale) * x, square = half * x;
  const Scaled e = scaled_exp(max_propagating_nan(-150.0f, square), product_error(half, x, square));
  const V first = max(V(-100.0f), e.n);
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
