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

template <> struct Exact<definitions::Snake> {
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

  static ValueAndDerivative<Lanes<float>> f_df(const definitions::Snake& a, const Lanes<float>& x,
                                               const Lanes<float>& parameter, const Lanes<float>& parameter_low) {
    const auto is_far = QuarterTurn(parameter, x, 0).is_far | (parameter_low != Lanes<float>(0.0f));
    if (!any(is_far)) [[likely]]
      return near(parameter, x);
    return with_far_lanes(
        is_far, near, [=](const auto& p, const auto& wide, const auto& low) { return f(a, wide, p + low); },
        [=](const auto& p, const auto& wide, const auto& low) { return df(a, wide, p + low); }, parameter, x,
        parameter_low);
  }

  template <class V> static V df_dparameter(const definitions::Snake&, V x, V parameter) {
    const V t = parameter * x, error = argument_error(parameter, x, t);
    const V s = quotient(sin_of(t, error), parameter);
    return s * (V(2) * x * cos_of(t, error) - s);
  }

 private:
  static ValueAndDerivative<Lanes<float>> near(const Lanes<float>& alpha, const Lanes<float>& x) {
    using V = Lanes<float>;
    const V inverse = V(1.0f) / alpha, inverse_low = fnma(alpha, inverse, V(1.0f)) * inverse;
    const WithError<V> sine = sine_or_cosine_squared({alpha, x, 0}), shifted = sine_or_cosine_squared({alpha, x, 0.5f});
    const V rest = fma(sine.value, inverse_low, sine.error * inverse);
    return {select(x == V(0.0f), x, fma(sine.value, inverse, x) + rest), V(2.0f) * (shifted.value + shifted.error)};
  }

  // sin^2, or cos^2 = 1 - sin^2 after an odd number of quarter turns.
  static WithError<Lanes<float>> sine_or_cosine_squared(const QuarterTurn& at) {
    using V = Lanes<float>;
    const WithError<V> sine = at.squared_sine();
    const V complement = V(1.0f) - sine.value, rest = ((V(1.0f) - complement) - sine.value) - sine.error;
    const auto is_odd = at.is_odd();
    return {select(is_odd, complement, sine.value), select(is_odd, rest, sine.error)};
  }
};

}  // namespace actlab
