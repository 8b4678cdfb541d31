#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Softsign {
  static constexpr Spec spec{
      .name = "softsign",
      .formula = "x / (1 + |x|)",
      .derivative = "1 / (1 + |x|)^2",
      .range = "(-1, 1)",
      .source = "Bergstra et al. 2009; torch.nn.functional.softsign",
      .notes = "The value at +-inf is the limit +-1.",
      .compute_in_float64 = false,
  };

  template <class V> V definition(V x) const { return x / (V(1) + abs(x)); }
  template <class T> T reference(const T& x) const { return x / (1 + x.abs()); }
};

}  // namespace actlab::definitions
