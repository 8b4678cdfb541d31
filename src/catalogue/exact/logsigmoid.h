#pragma once

#include "catalogue/definitions/logsigmoid.h"
#include "catalogue/exact/exact.h"
#include "catalogue/exact/softplus.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

template <> struct Exact<definitions::Logsigmoid> {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::Logsigmoid&, V x) { return -softplus(-x); }

  template <class V> static V df(const definitions::Logsigmoid&, V x) { return sigmoid(-x); }

  static ValueAndDerivative<Lanes<float>> f_df(const definitions::Logsigmoid&, const Lanes<float>& x) {
    const auto [value, slope] = softplus_with_derivative(-x, negative_abs(x));
    return {-value, slope};
  }
};

}  // namespace actlab
