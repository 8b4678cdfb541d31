#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab {

struct Tanh {
  static constexpr Spec spec{
      .name = "tanh",
      .formula = "(exp(x) - exp(-x)) / (exp(x) + exp(-x))",
      .derivative = "1 - y^2, taken of x: 4 * exp(-2|x|) / (1 + exp(-2|x|))^2",
      .range = "(-1, 1)",
      .source = "torch.tanh",
      .notes = "1 - y^2 itself has no digit left where y rounds to 1.",
      .wide = true,
      .light_value = true,
      .light_slope = true,
      .interval = {-5, 5},
  };

  template <class Self, class Visit>
  static void parameters(Self&, Visit&&) {}

  template <class V>
  V f(V x) const {
    return tanh(x);
  }
  template <class V>
  V df(V x) const {
    return V(4) * sigmoid_slope(V(2) * x);
  }
  template <class T>
  T reference(const T& x) const {
    return tanh(x);
  }
  std::vector<Kink> kinks() const { return {}; }
};

}  // namespace actlab
