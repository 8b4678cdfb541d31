#pragma once

#include "catalogue/definitions/selu.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

template <> struct Exact<definitions::Selu> : ExactDefaults {
  static constexpr ErrorBound bound{};
  static constexpr bool float32_value = true;
  static constexpr bool float32_derivative = true;

  template <class V> static V f(const definitions::Selu& a, V x) {
    return select(x >= V(0), V(a.scale) * x, V(a.scale * a.alpha) * expm1(non_positive(x)));
  }

  template <class V> static V df(const definitions::Selu& a, V x) {
    return select(x > V(0), V(a.scale), V(a.scale * a.alpha) * exp(non_positive(x)));
  }
};

}  // namespace actlab
