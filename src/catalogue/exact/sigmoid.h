#pragma once

#include "catalogue/definitions/sigmoid.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

template <> struct Exact<definitions::Sigmoid> : ExactDefaults {
  static constexpr ErrorBound bound{};
  static constexpr bool float32_value = true;
  static constexpr bool float32_derivative = true;

  template <class V> static V f(const definitions::Sigmoid&, V x) { return sigmoid(x); }

  template <class V> static V df(const definitions::Sigmoid&, V x) { return sigmoid_derivative(x); }
};

}  // namespace actlab
