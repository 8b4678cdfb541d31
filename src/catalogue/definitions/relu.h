#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Relu {
  static constexpr Spec spec{
      .name = "relu",
      .formula = "max(0, x)",
      .derivative = "1 if x > 0 else 0",
      .range = "[0, inf)",
      .source = "Nair and Hinton 2010; torch.nn.functional.relu",
      .notes = "The subgradient at 0 is 0, as in torch.",
      .saved = Saved::output,
      .compute_in_float64 = false,
      .interval = {-3, 3},
  };

  template <class V> V definition(V x) const { return max_propagating_nan(V(0), x); }
  template <class V> V backward(V y, V grad) const { return select(y <= V(0), V(0), grad); }
  template <class T> T reference(const T& x) const { return relu(x); }
  std::vector<Kink> kinks() const { return {{.at = 0}}; }
};

}  // namespace actlab::definitions
