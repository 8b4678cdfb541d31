#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Sigmoid {
  static constexpr Spec spec{
      .name = "sigmoid",
      .aliases = {"logistic"},
      .formula = "1 / (1 + exp(-x))",
      .derivative = "y * (1 - y), taken of x: exp(-|x|) / (1 + exp(-|x|))^2",
      .range = "(0, 1)",
      .source = "Verhulst 1838; torch.sigmoid",
      .notes = "y * (1 - y) itself loses its digits where y is nearly 1.",
      .interval = {-8, 8},
  };

  template <class V> V definition(V x) const { return sigmoid(x); }
  template <class T> T reference(const T& x) const { return sigmoid(x); }
};

}  // namespace actlab::definitions
