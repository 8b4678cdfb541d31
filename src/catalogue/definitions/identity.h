#pragma once

#include "catalogue/primitives/vocabulary.h"
#include "catalogue/spec.h"

namespace actlab {

struct Identity {
  static constexpr Spec spec{
      .name = "identity",
      .aliases = {"linear"},
      .formula = "x",
      .derivative = "1",
      .range = "(-inf, inf)",
      .source = "torch.nn.Identity",
      .notes = "Layers joined by it are one affine map, however many there are.",
      .unit_slope = true,
      .interval = {-3, 3},
  };

  template <class Self, class Visit>
  static void parameters(Self&, Visit&&) {}

  template <class V>
  V f(V x) const {
    return x;
  }
  template <class V>
  V df(V) const {
    return V(1);
  }
  template <class T>
  T reference(const T& x) const {
    return x.clone();
  }
  std::vector<Kink> kinks() const { return {}; }
};

}  // namespace actlab
