#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab {

struct ReluSquared {
  static constexpr Spec spec{
      .name = "relu_squared",
      .formula = "max(0, x)^2",
      .derivative = "2 * max(0, x)",
      .range = "[0, inf)",
      .source = "So et al. 2021, arXiv:2109.08668",
      .beyond = true,
      .interval = {-3, 3},
  };

  template <class Self, class Visit>
  static void parameters(Self&, Visit&&) {}

  template <class V>
  V f(V x) const {
    const V rectified = at_least(V(0), x);
    return rectified * rectified;
  }
  template <class V>
  V df(V x) const {
    return V(2) * at_least(V(0), x);
  }
  template <class T>
  T reference(const T& x) const {
    return relu(x).square();
  }
  std::vector<Kink> kinks() const { return {}; }
};

}  // namespace actlab
