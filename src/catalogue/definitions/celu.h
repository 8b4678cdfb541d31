#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Celu {
  static constexpr Spec spec{
      .name = "celu",
      .formula = "x if x > 0 else alpha * (exp(x / alpha) - 1)",
      .derivative = "1 if x > 0 else exp(x / alpha)",
      .range = "(-alpha, inf)",
      .source = "Barron 2017, arXiv:1704.07483; torch.nn.functional.celu",
      .interval = {-5, 3},
  };
  double alpha = 1;

  template <class Self, class Visit> static void parameters(Self& self, Visit&& visit) {
    visit("alpha", self.alpha, "scale of x; the limit at -inf is -alpha");
  }

  template <class V> V definition(V x) const {
    return select(x > V(0), x, V(alpha) * expm1(non_positive(x) / V(alpha)));
  }
  template <class T> T reference(const T& x) const { return celu(x, alpha); }
};

}  // namespace actlab::definitions
