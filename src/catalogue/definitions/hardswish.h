#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Hardswish {
  static constexpr Spec spec{
      .name = "hardswish",
      .formula = "x * min(max(x + 3, 0), 6) / 6",
      .derivative = "0 if x < -3, 1 if x > 3, else (2 * x + 3) / 6",
      .range = "[-0.375, inf)",
      .source = "Howard et al. 2019, arXiv:1905.02244; torch.nn.functional.hardswish",
      .notes =
          "The subgradient at both kinks is the derivative of the middle piece, as in torch up to 2.6. The value at "
          "-inf "
          "is the limit 0.",
      .compute_in_float64 = false,
  };

  template <class V> V definition(V x) const {
    return select(x < V(-3), V(0), select(x > V(3), x, x * (x + V(3)) * Constant<V>::ratio(1, 6)));
  }
  template <class V> V backward(V x, V grad) const {
    // 2 * x is exact, and so is the sum near its zero.
    return select(x < V(-3), V(0), grad * select(x > V(3), V(1), (V(2) * x + V(3)) * V(1.0 / 6)));
  }
  template <class T> T reference(const T& x) const { return hardswish(x); }
  std::vector<Kink> kinks() const { return {{.at = -3}, {.at = 3}}; }
};

}  // namespace actlab::definitions
