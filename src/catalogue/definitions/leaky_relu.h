#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct LeakyRelu {
  static constexpr Spec spec{
      .name = "leaky_relu",
      .formula = "x if x > 0 else negative_slope * x",
      .derivative = "1 if x > 0 else negative_slope",
      .range = "(-inf, inf)",
      .source = "Maas et al. 2013; torch.nn.functional.leaky_relu",
      .notes = "The subgradient at 0 is negative_slope, as in torch.",
      .compute_in_float64 = false,
      .interval = {-3, 3},
  };
  double negative_slope = 0.01;

  template <class Self, class Visit> static void parameters(Self& self, Visit&& visit) {
    visit("negative_slope", self.negative_slope, "the slope for x < 0");
  }

  template <class V> V definition(V x) const { return select(x > V(0), x, x * V(negative_slope)); }
  template <class T> T reference(const T& x) const { return leaky_relu(x, negative_slope); }
  std::vector<Kink> kinks() const { return {{.at = 0}}; }
};

}  // namespace actlab::definitions
