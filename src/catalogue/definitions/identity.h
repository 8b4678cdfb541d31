#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Identity {
  static constexpr Spec spec{
      .name = "identity",
      .aliases = {"linear"},
      .formula = "x",
      .derivative = "1",
      .range = "(-inf, inf)",
      .source = "torch.nn.Identity",
      .notes = "Any number of layers with it computes one affine map.",
      .compute_in_float64 = false,
      .unit_derivative = true,
      .interval = {-3, 3},
  };

  template <class V> V definition(V x) const { return x; }
  template <class T> T reference(const T& x) const { return x.clone(); }
};

}  // namespace actlab::definitions
