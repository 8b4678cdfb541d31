#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Mish {
  static constexpr Spec spec{
      .name = "mish",
      .formula = "x * tanh(log(1 + exp(x)))",
      .derivative = "t + x * (1 - t^2) * sigmoid(x), t = tanh(log(1 + exp(x)))",
      .range = "[-0.3089, inf)",
      .source = "Misra 2019, arXiv:1908.08681; torch.nn.functional.mish",
      .notes = "The value at -inf is the limit 0.",
  };

  template <class V> V definition(V x) const { return x * tanh(softplus(x)); }
  template <class T> T reference(const T& x) const { return mish(x); }
};

}  // namespace actlab::definitions
