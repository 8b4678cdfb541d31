#pragma once

// For kernel sources only. The functions of special.h for lanes of float32, with fewer operations, and what f_df of
// exact forms shares. An exponential is kept as (1 + rest) * 2^n until the end, so a result that underflows is rounded
// once.
#include "catalogue/primitives/float32.h"
#include "catalogue/primitives/special.h"

namespace actlab {
namespace detail {

/// The error of x; 0 for x >= 0, where exp(-|x|) is not the leading term, and for very low x, where it may be infinite.
inline Lanes<float> error_below_0(const Lanes<float>& x, const Lanes<float>& x_error) {
  using V = Lanes<float>;
  return select((x < V(0.0f)) & (x > V(-1e4f)), x_error, V(0.0f));
}

/// exp(-|x|).
inline Scaled exp_of_negative_abs(const Lanes<float>& x) {
  return scaled_exp(max_propagating_nan(min_exp_argument, negative_abs(x)));
}

/// f(x) from below = f(-|x|), for a function with f(x) + f(-x) = 1.
inline Lanes<float> complement_if_positive(const Lanes<float>& x, const Lanes<float>& below) {
  using V = Lanes<float>;
  return select(x < V(0.0f), below, V(1.0f) - below);
}

}  // namespace detail

/// -|(scale + scale_low) * x| and its rounding error; 0 where exp of it is 0.
struct MultipleBelow {
  MultipleBelow(const Lanes<float>& x, const Lanes<float>& scale, const Lanes<float>& scale_low) {
    using V = Lanes<float>;
    const V below = negative_abs(x), size = abs(scale), size_low = scale_low * copysign(V(1.0f), scale);
    value = size * below;
    const V rounding = fma(size_low, below, product_error(size, below, value));
    error = select(value > V(min_exp_argument), rounding, V(0.0f));
  }
  Lanes<float> value, error;
};

inline Lanes<float> sigmoid(const Lanes<float>& x) {
  using V = Lanes<float>;
  const Scaled e = detail::exp_of_negative_abs(x);
  const V z = scaled(e.factor, e.n);
  return select(x >= V(0.0f), V(1.0f), z) / (V(1.0f) + z);
}

inline Lanes<float> sigmoid_derivative(const Lanes<float>& x) {
  using V = Lanes<float>;
  const Scaled e = detail::exp_of_negative_abs(x);
  const V z = scaled(e.factor, e.n);
  return z / fma(z, z + V(2.0f), V(1.0f));
}

inline Lanes<float> softplus(const Lanes<float>& x) {
  const Scaled e = detail::exp_of_negative_abs(x);
  return max_propagating_nan(0.0f, x) + log1p_within_1(scaled(e.factor, e.n));
}

inline SplitExp<Lanes<float>> split_exp_of_square(const Lanes<float>& x, double scale) {
  using V = Lanes<float>;
  const V half = V(-scale) * x, square = half * x;
  const Scaled e = scaled_exp(max_propagating_nan(-150.0f, square), product_error(half, x, square));
  const V first = max(V(-100.0f), e.n);
  return {e.factor * power_of_two(first), power_of_two(e.n - first)};
}

}  // namespace actlab
