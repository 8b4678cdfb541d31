#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab {

struct Tanhshrink {
  static constexpr Spec spec{
      .name = "tanhshrink",
      .formula = "x - tanh(x)",
      .derivative = "tanh(x)^2",
      .range = "(-inf, inf)",
      .source = "torch.nn.functional.tanhshrink",
      .wide = true,
      .light_value = true,
      .interval = {-5, 5},
  };

  template <class Self, class Visit>
  static void parameters(Self&, Visit&&) {}

  template <class V>
  V f(V x) const {
    return x_minus_tanh(x);
  }
  template <class V>
  V df(V x) const {
    const V t = tanh(x);
    return t * t;
  }
  template <class T>
  T reference(const T& x) const {
    return x - tanh(x);
  }
  std::vector<Kink> kinks() const { return {}; }
};

}  // namespace actlab
