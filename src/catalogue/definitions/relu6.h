#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Relu6 {
  static constexpr Spec spec{
      .name = "relu6",
      .formula = "min(max(x, 0), 6)",
      .derivative = "1 if 0 < x < 6 else 0",
      .range = "[0, 6]",
      .source = "Krizhevsky 2010; torch.nn.functional.relu6",
      .notes = "The subgradient at both kinks is 0, as in torch.",
      .compute_in_float64 = false,
      .interval = {-3, 9},
  };

  template <class V> V definition(V x) const { return max_propagating_nan(V(0), min_propagating_nan(V(6), x)); }
  template <class V> V backward(V x, V grad) const { return select((x <= V(0)) | (x >= V(6)), V(0), grad); }
  template <class T> T reference(const T& x) const { return relu6(x); }
  std::vector<Kink> kinks() const { return {{.at = 0}, {.at = 6}}; }
};

}  // namespace actlab::definitions
