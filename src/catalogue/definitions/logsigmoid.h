#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab {

struct Logsigmoid {
  static constexpr Spec spec{
      .name = "logsigmoid",
      .aliases = {"log_sigmoid"},
      .formula = "log(1 / (1 + exp(-x))) = min(x, 0) - log1p(exp(-|x|))",
      .derivative = "1 / (1 + exp(x))",
      .range = "(-inf, 0)",
      .source = "torch.nn.functional.logsigmoid",
      .wide = true,
      .light_value = true,
      .light_slope = true,
  };

  template <class Self, class Visit>
  static void parameters(Self&, Visit&&) {}

  template <class V>
  V f(V x) const {
    return -log1p_exp(-x);
  }
  template <class V>
  V df(V x) const {
    return sigmoid(-x);
  }
  template <class T>
  T reference(const T& x) const {
    return log_sigmoid(x);
  }
  std::vector<Kink> kinks() const { return {}; }
};

}  // namespace actlab
