#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Snake {
  static constexpr Spec spec{
      .name = "snake",
      .formula = "x + sin(alpha * x)^2 / alpha",
      .derivative = "1 + sin(2 * alpha * x); by alpha: x * sin(2 * alpha * x) / alpha - (sin(alpha * x) / alpha)^2",
      .range = "(-inf, inf)",
      .source = "Ziyin et al. 2020, arXiv:2006.08195",
      .notes = "NaN at +-inf, where the derivative has no limit.",
      .composed_reference = true,
      .interval = {-2, 2},
  };
  double alpha = 1;
  static constexpr Learned<Snake> learned{.member = &Snake::alpha, .name = "alpha"};

  template <class Self, class Visit> static void parameters(Self& self, Visit&& visit) {
    visit("alpha", self.alpha, "the frequency of the periodic term");
  }

  template <class V> V definition(V x, V a) const {
    const V s = sin(a * x);
    return x + s * s / a;
  }
  template <class T> T reference(const T& x) const { return x + (alpha * x).sin().square() / alpha; }
};

}  // namespace actlab::definitions
