#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Prelu {
  static constexpr Spec spec{
      .name = "prelu",
      .formula = "x if x > 0 else weight * x; weight is learned",
      .derivative = "1 if x > 0 else weight; by weight: 0 if x > 0 else x",
      .range = "(-inf, inf)",
      .source = "He et al. 2015, arXiv:1502.01852; torch.nn.functional.prelu, torch.nn.PReLU",
      .notes = "The subgradient at 0 is weight, as in torch.",
      .compute_in_float64 = false,
      .interval = {-3, 3},
  };
  double init = 0.25;
  static constexpr Learned<Prelu> learned{.member = &Prelu::init, .name = "weight", .always = true};

  template <class Self, class Visit> static void parameters(Self& self, Visit&& visit) {
    visit("init", self.init, "the initial slope for x < 0");
  }

  template <class V> V definition(V x, V weight) const { return select(x > V(0), x, x * weight); }
  template <class T> T reference(const T& x) const { return prelu(x, x.new_full({1}, init)); }
  std::vector<Kink> kinks() const { return {{.at = 0}}; }
};

}  // namespace actlab::definitions
