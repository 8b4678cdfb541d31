#pragma once

#include "catalogue/definitions/snake.h"
#include "catalogue/exact/exact.h"
#include "catalogue/exact/sine.h"

namespace actlab {

/// 1 + sin(2 (t + t_error)), as cos^2 / (1 - sin) if the sine is negative, to avoid cancellation.
template <class V> V one_plus_sin_of_twice(const V& t, const V& t_error) {
  const V sine = sin_twice(t), cosine = cos_twice(t);
  const auto combined = [](const V& s, const V& c) { return select(s < V(0), c * c / (V(1) - s), V(1) + s); };
  const V sine_of_error = sin(V(2) * t_error), cosine_of_error = cos(V(2) * t_error);
  return combined(sine * cosine_of_error + cosine * sine_of_error, cosine * cosine_of_error - sine * sine_of_error);
}

template <> struct Exact<definitions::Snake> : ExactDefaults {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::Snake&, V x, V parameter) {
    const V t = parameter * x;
    const V s = sin_of(t, argument_error(parameter, x, t));
    return select(x == V(0), x, x + quotient(s * s, parameter));  // keeps the sign of 0
  }

  template <class V> static V df(const definitions::Snake&, V x, V parameter) {
    const V t = parameter * x;
    return one_plus_sin_of_twice(t, argument_error(parameter, x, t));
  }

  template <class V> static V df_dparameter(const definitions::Snake&, V x, V parameter) {
    const V t = parameter * x, error = argument_error(parameter, x, t);
    const V s = quotient(sin_of(t, error), parameter);
    return s * (V(2) * x * cos_of(t, error) - s);
  }
};

}  // namespace actlab
