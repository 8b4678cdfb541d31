#pragma once

#include "catalogue/definitions/elu.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

template <> struct Exact<definitions::Elu> : ExactDefaults {
  static constexpr ErrorBound bound{};
  static constexpr bool float32_value = true;
  static constexpr bool float32_derivative = true;

  template <class V> static V f(const definitions::Elu& a, V x) {
    return select(x >= V(0), x, V(a.alpha) * expm1(non_positive(x)));
  }

  template <class V> static V df(const definitions::Elu& a, V x) {
    return select(x > V(0), V(1), V(a.alpha) * exp(non_positive(x)));
  }
};

}  // namespace actlab
