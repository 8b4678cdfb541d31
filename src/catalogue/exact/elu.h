#pragma once

#include "catalogue/definitions/elu.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

template <> struct Exact<definitions::Elu> : ExactDefaults {
  static constexpr ErrorBound bound{.float32 = {-0.40621694922447205, -6.130000114440918},
                                    .float64 = {-1.1236089203792343, -9.879999999999999}};
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
