#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Swish {
  static constexpr Spec spec{
      .name = "swish",
      .formula = "x * sigmoid(beta * x)",
      .derivative = "s * (1 + beta * x * (1 - s)), s = sigmoid(beta * x); by beta: x^2 * s * (1 - s)",
      .range = "[-0.2785 / beta, inf)",
      .source = "Ramachandran et al. 2017, arXiv:1710.05941",
      .notes = "Equal to silu if beta = 1.",
      .composed_reference = true,
  };
  double beta = 1;
  static constexpr Learned<Swish> learned{.member = &Swish::beta, .name = "beta"};

  template <class Self, class Visit> static void parameters(Self& self, Visit&& visit) {
    visit("beta", self.beta, "the sharpness of the bend at 0");
  }

  template <class V> V definition(V x, V b) const { return x * sigmoid(b * x); }
  template <class T> T reference(const T& x) const { return x * sigmoid(beta * x); }
};

}  // namespace actlab::definitions
