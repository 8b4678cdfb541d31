#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab {

struct Softsign {
  static constexpr Spec spec{
      .name = "softsign",
      .formula = "x / (1 + |x|)",
      .derivative = "1 / (1 + |x|)^2",
      .range = "(-1, 1)",
      .source = "Bergstra et al. 2009; torch.nn.functional.softsign",
      .notes = "At +-inf the value is the limit +-1.",
  };

  template <class Self, class Visit>
  static void parameters(Self&, Visit&&) {}

  template <class V>
  V f(V x) const {
    return finite(x) / (V(1) + abs(finite(x)));
  }
  template <class V>
  V df(V x) const {
    const V r = V(1) / (V(1) + abs(x));
    return r * r;
  }
  template <class T>
  T reference(const T& x) const {
    return x / (1 + x.abs());
  }
  std::vector<Kink> kinks() const { return {}; }
};

}  // namespace actlab
