#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab {

struct Celu {
  static constexpr Spec spec{
      .name = "celu",
      .formula = "x if x > 0 else alpha * (exp(x / alpha) - 1)",
      .derivative = "1 if x > 0 else exp(x / alpha)",
      .range = "(-alpha, inf)",
      .source = "Barron 2017, arXiv:1704.07483; torch.nn.functional.celu",
      .wide = true,
      .light_value = true,
      .light_slope = true,
      .interval = {-5, 3},
  };
  double alpha = 1;

  template <class Self, class Visit>
  static void parameters(Self& self, Visit&& visit) {
    visit("alpha", self.alpha, "the limit at -inf is -alpha; x is measured in it");
  }

  template <class V>
  V f(V x) const {
    return select(x >= V(0), x, V(alpha) * expm1(non_positive(x) / V(alpha)));
  }
  template <class V>
  V df(V x) const {
    const V below = non_positive(x), t = below / V(alpha);
    // The error of t, which exp would magnify.
    const V error = error_of(t, -(product_error(t, V(alpha), below) + t * V(rounded_away<V>(alpha))) / V(alpha));
    const V e = exp(t);
    return select(x > V(0), V(1), e + e * error);
  }
  template <class T>
  T reference(const T& x) const {
    return celu(x, alpha);
  }
  std::vector<Kink> kinks() const { return {}; }
};

}  // namespace actlab
