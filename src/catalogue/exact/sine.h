#pragma once

#include "catalogue/definitions/sine.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_sine.h"
#include "catalogue/primitives/special.h"
#include "catalogue/primitives/widening.h"

namespace actlab {

/// a * b - product, for the argument of a sine.
template <class V> V argument_error(const V& a, const V& b, const V& product) {
  return product_error(a, b, product);
}
/// sin(t + t_error).
template <class V> V sin_of(const V& t, const V& t_error) {
  return select(t_error == V(0), sin(t), sin(t) * cos(t_error) + cos(t) * sin(t_error));
}
/// cos(t + t_error).
template <class V> V cos_of(const V& t, const V& t_error) {
  return cos(t) * cos(t_error) - sin(t) * sin(t_error);
}

/// For float32: near(factor, x) and, in lanes that are far, value and derivative of (factor, x, others …) in float64.
template <class Near, class Value, class Derivative, class... Others>
[[gnu::noinline]] ValueAndDerivative<Lanes<float>> with_far_lanes(const LanesMask<float>& is_far, const Near& near,
                                                                  const Value& value, const Derivative& derivative,
                                                                  const Lanes<float>& factor, const Lanes<float>& x,
                                                                  const Others&... others) {
  const Lanes<float> far_value = evaluate<true>(value, factor, x, others...),
                     far_derivative = evaluate<true>(derivative, factor, x, others...);
  if (all(is_far)) return {far_value, far_derivative};
  const ValueAndDerivative<Lanes<float>> close = near(factor, x);
  return {select(is_far, far_value, close.value), select(is_far, far_derivative, close.derivative)};
}

template <> struct Exact<definitions::Sine> {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::Sine& a, V x) {
    const V t = V(a.w0) * x;
    return sin_of(t, argument_error(V(a.w0), x, t));
  }

  template <class V> static V df(const definitions::Sine& a, V x) {
    const V t = V(a.w0) * x;
    return V(a.w0) * cos_of(t, argument_error(V(a.w0), x, t));
  }

  static ValueAndDerivative<Lanes<float>> f_df(const definitions::Sine& a, const Lanes<float>& x) {
    using V = Lanes<float>;
    const V w0(a.w0);
    const auto is_far = QuarterTurn(w0, x, 0).is_far | (V(rounded_away<V>(a.w0)) != V(0.0f));
    if (!any(is_far)) [[likely]]
      return near(w0, x);
    return with_far_lanes(
        is_far, near, [=](const auto&, const auto& wide) { return f(a, wide); },
        [=](const auto&, const auto& wide) { return df(a, wide); }, w0, x);
  }

 private:
  static ValueAndDerivative<Lanes<float>> near(const Lanes<float>& w0, const Lanes<float>& x) {
    const QuarterTurn at(w0, x, 0);
    const Lanes<float> sine = at.sine(), cosine = at.cosine();
    const auto is_odd = at.is_odd();
    return {at.with_sign_of_half_turns(select(is_odd, cosine, sine)),
            w0 * at.with_sign_of_half_turns(select(is_odd, sine, cosine), 1)};
  }
};

}  // namespace actlab
