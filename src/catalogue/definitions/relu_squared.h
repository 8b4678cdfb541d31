#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct ReluSquared {
  static constexpr Spec spec{
      .name = "relu_squared",
      .formula = "max(0, x)^2",
      .derivative = "2 * max(0, x)",
      .range = "[0, inf)",
      .source = "So et al. 2021, arXiv:2109.08668",
      .compute_in_float64 = false,
      .composed_reference = true,
      .interval = {-3, 3},
  };

  template <class V> V definition(V x) const {
    const V rectified = max_propagating_nan(V(0), x);
    return rectified * rectified;
  }
  template <class V> V backward(V x, V grad) const { return select(x <= V(0), V(0), grad * (V(2) * x)); }
  template <class T> T reference(const T& x) const { return relu(x).square(); }
};

}  // namespace actlab::definitions
