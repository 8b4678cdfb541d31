#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Tanh {
  static constexpr Spec spec{
      .name = "tanh",
      .formula = "(exp(x) - exp(-x)) / (exp(x) + exp(-x))",
      .derivative = "1 - y^2, taken of x: 4 * exp(-2|x|) / (1 + exp(-2|x|))^2",
      .range = "(-1, 1)",
      .source = "torch.tanh",
      .notes = "1 - y^2 itself loses its digits where |y| is nearly 1.",
      .interval = {-5, 5},
  };

  template <class V> V definition(V x) const { return tanh(x); }
  template <class T> T reference(const T& x) const { return tanh(x); }
};

}  // namespace actlab::definitions
