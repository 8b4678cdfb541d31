#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Squareplus {
  static constexpr Spec spec{
      .name = "squareplus",
      .formula = "(x + sqrt(x^2 + b)) / 2",
      .derivative = "(1 + x / sqrt(x^2 + b)) / 2",
      .range = "(0, inf)",
      .source = "Barron 2021, arXiv:2112.11687",
      .composed_reference = true,
  };
  double b = 4;

  template <class Self, class Visit> static void parameters(Self& self, Visit&& visit) {
    visit("b", self.b, "the squared width of the bend at 0; must be positive");
  }

  template <class V> V definition(V x) const { return V(0.5) * (x + sqrt(x * x + V(b))); }
  template <class T> T reference(const T& x) const {
    const T root = hypot(x, x.new_full({}, std::sqrt(b)));
    return where(x >= 0, (x + root) / 2, 0.5 * b / (root - x));
  }
};

}  // namespace actlab::definitions
