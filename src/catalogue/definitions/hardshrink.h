#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Hardshrink {
  static constexpr Spec spec{
      .name = "hardshrink",
      .formula = "0 if -lambd <= x <= lambd else x",
      .derivative = "0 if -lambd <= x <= lambd else 1",
      .range = "(-inf, -lambd), {0} and (lambd, inf)",
      .source = "torch.nn.functional.hardshrink",
      .compute_in_float64 = false,
      .interval = {-3, 3},
  };
  double lambd = 0.5;

  template <class Self, class Visit> static void parameters(Self& self, Visit&& visit) {
    visit("lambd", self.lambd, "threshold for |x|");
  }

  template <class V> V definition(V x) const { return select(abs(x) <= V(lambd), V(0), x); }
  template <class V> V backward(V x, V grad) const { return select(abs(x) <= V(lambd), V(0), grad); }
  template <class T> T reference(const T& x) const { return hardshrink(x, lambd); }
  std::vector<Kink> kinks() const { return {{.at = -lambd, .jump = true}, {.at = lambd, .jump = true}}; }
};

}  // namespace actlab::definitions
