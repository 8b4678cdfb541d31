#pragma once

#include "catalogue/definitions/sine.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/special.h"

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

template <> struct Exact<definitions::Sine> : ExactDefaults {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::Sine& a, V x) {
    const V t = V(a.w0) * x;
    return sin_of(t, argument_error(V(a.w0), x, t));
  }

  template <class V> static V df(const definitions::Sine& a, V x) {
    const V t = V(a.w0) * x;
    return V(a.w0) * cos_of(t, argument_error(V(a.w0), x, t));
  }
};

}  // namespace actlab
