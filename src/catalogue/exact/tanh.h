#pragma once

#include "catalogue/definitions/tanh.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

template <> struct Exact<definitions::Tanh> : ExactDefaults {
  static constexpr ErrorBound bound{};
  static constexpr bool float32_value = true;
  static constexpr bool float32_derivative = true;

  template <class V> static V f(const definitions::Tanh&, V x) { return tanh(x); }

  template <class V> static V df(const definitions::Tanh&, V x) { return V(4) * sigmoid_derivative(V(2) * x); }
};

}  // namespace actlab
