#pragma once

#include "activations/spec.h"
#include "simd/vocabulary.h"

namespace actlab {

struct Sigmoid {
  static constexpr Spec spec{
      .name = "sigmoid",
      .aliases = {"logistic"},
      .formula = "1 / (1 + exp(-x))",
      .derivative = "y * (1 - y)",
      .range = "(0, 1)",
      .source = "Verhulst 1838; torch.sigmoid",
      .saved = Saved::output,
      .interval = {-8, 8},
  };

  template <class Self, class Visit>
  static void parameters(Self&, Visit&&) {}

  template <class V>
  V f(V x) const {
    return sigmoid(x);
  }
  template <class V>
  V df(V y) const {
    return y * (V(1) - y);
  }
  template <class T>
  T reference(const T& x) const {
    return sigmoid(x);
  }
  std::vector<Kink> kinks() const { return {}; }
};

}  // namespace actlab
