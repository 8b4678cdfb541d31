#pragma once

#include "activations/spec.h"
#include "simd/vocabulary.h"

namespace actlab {

struct Tanh {
  static constexpr Spec spec{
      .name = "tanh",
      .formula = "(exp(x) - exp(-x)) / (exp(x) + exp(-x))",
      .derivative = "1 - y * y",
      .range = "(-1, 1)",
      .source = "torch.tanh",
      .saved = Saved::output,
      .interval = {-5, 5},
  };

  template <class Self, class Visit>
  static void parameters(Self&, Visit&&) {}

  template <class V>
  V f(V x) const {
    return tanh(x);
  }
  template <class V>
  V df(V y) const {
    return V(1) - y * y;
  }
  template <class T>
  T reference(const T& x) const {
    return tanh(x);
  }
  std::vector<Kink> kinks() const { return {}; }
};

}  // namespace actlab
