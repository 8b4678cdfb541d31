#pragma once

#include "catalogue/definitions/sine.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/special.h"

namespace actlab {

/// sin(t + t_error).
template <class V> V sin_of(const V& t, const V& t_error) {
  if constexpr (has_guard_digits<V>) return sin(t);
  return select(t_error == V(0), sin(t), sin(t) * cos(t_error) + cos(t) * sin(t_error));
}
/// cos(t + t_error).
template <class V> V cos_of(const V& t, const V& t_error) {
  if constexpr (has_guard_digits<V>) return cos(t);
  return cos(t) * cos(t_error) - sin(t) * sin(t_error);
}

template <> struct Exact<definitions::Sine> : ExactDefaults {
  static constexpr ErrorBound bound{.float32 = {-10.920000076293945, 1.0583757162094116},
                                    .float64 = {2.630527932292347e+188, 19.999977418170058}};

  template <class V> static V f(const definitions::Sine& a, V x) {
    const V t = V(a.w0) * x;
    return sin_of(t, product_error(V(a.w0), x, t));
  }

  template <class V> static V df(const definitions::Sine& a, V x) {
    const V t = V(a.w0) * x;
    return V(a.w0) * cos_of(t, product_error(V(a.w0), x, t));
  }
};

}  // namespace actlab
