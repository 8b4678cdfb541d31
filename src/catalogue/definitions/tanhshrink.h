#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Tanhshrink {
  static constexpr Spec spec{
      .name = "tanhshrink",
      .formula = "x - tanh(x)",
      .derivative = "tanh(x)^2",
      .range = "(-inf, inf)",
      .source = "torch.nn.functional.tanhshrink",
      .interval = {-5, 5},
  };

  template <class V> V definition(V x) const { return x - tanh(x); }
  template <class V> V df(V x) const {
    const V t = tanh(x);
    return t * t;
  }
  template <class T> T reference(const T& x) const { return x - tanh(x); }
};

}  // namespace actlab::definitions
