#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab {

struct Mish {
  static constexpr Spec spec{
      .name = "mish",
      .formula = "x * tanh(log(1 + exp(x)))",
      .derivative = "t + x * (1 - t^2) * sigmoid(x), t = tanh(log(1 + exp(x)))",
      .range = "[-0.3089, inf)",
      .source = "Misra 2019, arXiv:1908.08681; torch.nn.functional.mish",
      .notes = "At -inf the value is the limit 0.",
      .wide = true,
      .light_value = true,
  };

  template <class Self, class Visit>
  static void parameters(Self&, Visit&&) {}

  template <class V>
  V f(V x) const {
    return times_tanh_log1p_exp(x);
  }
  template <class V>
  V df(V x) const {
    return times_tanh_log1p_exp_slope(x);
  }
  template <class T>
  T reference(const T& x) const {
    return mish(x);
  }
  std::vector<Kink> kinks() const { return {}; }
};

}  // namespace actlab
