#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Hardsigmoid {
  static constexpr Spec spec{
      .name = "hardsigmoid",
      .formula = "min(max(x + 3, 0), 6) / 6",
      .derivative = "1 / 6 if -3 < x < 3 else 0",
      .range = "[0, 1]",
      .source = "Courbariaux et al. 2015, arXiv:1511.00363; torch.nn.functional.hardsigmoid",
      .notes = "The subgradient at both kinks is 0, as in torch.",
      .compute_in_float64 = false,
  };

  template <class V> V definition(V x) const {
    return select(x < V(-3), V(0), select(x > V(3), V(1), (x + V(3)) * Constant<V>::ratio(1, 6)));
  }
  template <class V> V backward(V x, V grad) const {
    return select((x <= V(-3)) | (x >= V(3)), V(0), grad * V(1.0 / 6));
  }
  template <class T> T reference(const T& x) const { return hardsigmoid(x); }
  std::vector<Kink> kinks() const { return {{.at = -3}, {.at = 3}}; }
};

}  // namespace actlab::definitions
