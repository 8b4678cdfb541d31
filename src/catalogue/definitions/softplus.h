#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Softplus {
  static constexpr Spec spec{
      .name = "softplus",
      .formula = "log(1 + exp(beta * x)) / beta; x where beta * x > threshold",
      .derivative = "1 / (1 + exp(-beta * x)); 1 where beta * x > threshold",
      .range = "(0, inf)",
      .source = "Dugas et al. 2001; torch.nn.functional.softplus",
      .notes =
          "Above the threshold the value is x, as in torch. With the default parameters it jumps by 2e-9 at x = 20.",
  };
  double beta = 1;
  double threshold = 20;

  template <class Self, class Visit> static void parameters(Self& self, Visit&& visit) {
    visit("beta", self.beta, "the sharpness of the bend at 0");
    visit("threshold", self.threshold, "the value is x if beta * x is larger");
  }

  template <class V> V definition(V x) const {
    const V scaled = V(beta) * x;
    return select(scaled > V(threshold), x, softplus(scaled) / V(beta));
  }
  template <class T> T reference(const T& x) const { return softplus(x, beta, threshold); }
};

}  // namespace actlab::definitions
