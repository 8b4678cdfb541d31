#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Elu {
  static constexpr Spec spec{
      .name = "elu",
      .formula = "x if x > 0 else alpha * (exp(x) - 1)",
      .derivative = "1 if x > 0 else alpha * exp(x)",
      .range = "(-alpha, inf)",
      .source = "Clevert et al. 2015, arXiv:1511.07289; torch.nn.functional.elu",
      .notes = "Differentiable everywhere if alpha = 1. Otherwise the subgradient at 0 is alpha, as in torch.",
      .interval = {-5, 3},
  };
  double alpha = 1;

  template <class Self, class Visit> static void parameters(Self& self, Visit&& visit) {
    visit("alpha", self.alpha, "the limit at -inf is -alpha");
  }

  template <class V> V definition(V x) const { return select(x > V(0), x, V(alpha) * expm1(non_positive(x))); }
  template <class T> T reference(const T& x) const { return elu(x, alpha); }
  std::vector<Kink> kinks() const { return alpha == 1 ? std::vector<Kink>{} : std::vector<Kink>{{.at = 0}}; }
};

}  // namespace actlab::definitions
