#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab {

struct Swish {
  static constexpr Spec spec{
      .name = "swish",
      .formula = "x * sigmoid(beta * x)",
      .derivative = "s * (1 + beta * x * (1 - s)), s = sigmoid(beta * x); by beta: x^2 * s * (1 - s)",
      .range = "[-0.2785 / beta, inf)",
      .source = "Ramachandran et al. 2017, arXiv:1710.05941",
      .notes = "silu with beta = 1.",
      .wide = true,
      .beyond = true,
  };
  double beta = 1;
  static constexpr Learned<Swish> learned{.member = &Swish::beta, .name = "beta"};

  template <class Self, class Visit>
  static void parameters(Self& self, Visit&& visit) {
    visit("beta", self.beta, "how sharp the bend at 0 is");
  }

  template <class V>
  V f(V x, V parameter) const {
    const V t = parameter * x;
    return times_sigmoid(x, t, product_error(parameter, x, t));
  }
  template <class V>
  V df(V x, V parameter) const {
    const V t = parameter * x;
    return silu_slope(t, product_error(parameter, x, t));
  }
  template <class V>
  V df_dparameter(V x, V parameter) const {
    const V t = parameter * x;
    return square_times_sigmoid_slope(x, t, product_error(parameter, x, t));
  }
  template <class T>
  T reference(const T& x) const {
    return x * sigmoid(beta * x);
  }
  std::vector<Kink> kinks() const { return {}; }
};

}  // namespace actlab
