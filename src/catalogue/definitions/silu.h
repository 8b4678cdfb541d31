#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Silu {
  static constexpr Spec spec{
      .name = "silu",
      .formula = "x * sigmoid(x)",
      .derivative = "s * (1 + x * (1 - s)), s = sigmoid(x)",
      .range = "[-0.2785, inf)",
      .source = "Elfwing et al. 2017, arXiv:1702.03118; torch.nn.functional.silu",
      .notes = "The value at -inf is the limit 0.",
  };

  template <class V> V definition(V x) const { return x * sigmoid(x); }
  template <class T> T reference(const T& x) const { return silu(x); }
};

}  // namespace actlab::definitions
