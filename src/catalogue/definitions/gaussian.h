#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Gaussian {
  static constexpr Spec spec{
      .name = "gaussian",
      .formula = "exp(-x^2)",
      .derivative = "-2 * x * exp(-x^2)",
      .range = "(0, 1]",
      .source = "Broomhead and Lowe 1988; Ramasinghe and Lucey 2021, arXiv:2111.15135",
      .composed_reference = true,
      .interval = {-3, 3},
  };

  template <class V> V definition(V x) const { return exp(-(x * x)); }
  template <class T> T reference(const T& x) const { return (-x * x).exp(); }
};

}  // namespace actlab::definitions
