#pragma once

#include "catalogue/definitions/logsigmoid.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

template <> struct Exact<definitions::Logsigmoid> : ExactDefaults {
  static constexpr ErrorBound bound{.float32 = {2.0189406871795654, 1.9583446979522705},
                                    .float64 = {1.3500000000000005, 1.9996174489206242}};
  static constexpr bool float32_value = true;
  static constexpr bool float32_derivative = true;

  template <class V> static V f(const definitions::Logsigmoid&, V x) { return -softplus(-x); }

  template <class V> static V df(const definitions::Logsigmoid&, V x) { return sigmoid(-x); }
};

}  // namespace actlab
