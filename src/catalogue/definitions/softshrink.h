#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Softshrink {
  static constexpr Spec spec{
      .name = "softshrink",
      .formula = "x - lambd if x > lambd, x + lambd if x < -lambd, else 0",
      .derivative = "0 if -lambd <= x <= lambd else 1",
      .range = "(-inf, inf)",
      .source = "Donoho 1995; torch.nn.functional.softshrink",
      .compute_in_float64 = false,
      .interval = {-3, 3},
  };
  double lambd = 0.5;

  template <class Self, class Visit> static void parameters(Self& self, Visit&& visit) {
    visit("lambd", self.lambd, "the amount by which |x| shrinks");
  }

  template <class V> V definition(V x) const {
    return select(x > V(lambd), x - V(lambd), select(x < V(-lambd), x + V(lambd), x * V(0)));
  }
  template <class V> V backward(V x, V grad) const { return select(abs(x) <= V(lambd), V(0), grad); }
  template <class T> T reference(const T& x) const { return softshrink(x, lambd); }
  std::vector<Kink> kinks() const { return {{.at = -lambd}, {.at = lambd}}; }
};

}  // namespace actlab::definitions
