#pragma once

#include "catalogue/definitions/softplus.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

template <> struct Exact<definitions::Softplus> : ExactDefaults {
  static constexpr ErrorBound bound{};
  static constexpr bool float32_value = true;
  static constexpr bool float32_derivative = true;

  template <class V> static V f(const definitions::Softplus& a, V x) {
    const V scaled = V(a.beta) * x;
    const V y = softplus(scaled, error_of_product(a.beta, x, scaled));
    return select(scaled > V(a.threshold), x, y / V(a.beta));
  }

  template <class V> static V df(const definitions::Softplus& a, V x) {
    const V scaled = V(a.beta) * x;
    return select(scaled > V(a.threshold), V(1), sigmoid(scaled, error_of_product(a.beta, x, scaled)));
  }

 private:
  // The rounding error of beta * x, including the digits of beta that V cannot represent.
  template <class V> static V error_of_product(double beta, V x, V scaled) {
    return product_error(V(beta), x, scaled) + V(rounded_away<V>(beta)) * x;
  }
};

}  // namespace actlab
