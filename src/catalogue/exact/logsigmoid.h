#pragma once

#include "catalogue/definitions/logsigmoid.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

template <> struct Exact<definitions::Logsigmoid> : ExactDefaults {
  static constexpr ErrorBound bound{};
  static constexpr bool float32_value = true;
  static constexpr bool float32_derivative = true;

  template <class V> static V f(const definitions::Logsigmoid&, V x) { return -softplus(-x); }

  template <class V> static V df(const definitions::Logsigmoid&, V x) { return sigmoid(-x); }
};

}  // namespace actlab
