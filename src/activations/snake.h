#pragma once

#include "activations/spec.h"
#include "simd/special.h"

namespace actlab {

struct Snake {
  static constexpr Spec spec{
      .name = "snake",
      .formula = "x + sin(alpha * x)^2 / alpha",
      .derivative = "1 + sin(2 * alpha * x)",
      .range = "(-inf, inf)",
      .source = "Ziyin et al. 2020, arXiv:2006.08195",
      .notes = "NaN at +-inf, where its slope has no limit.",
      .wide = true,
      .beyond = true,
      .interval = {-2, 2},
  };
  double alpha = 1;

  template <class Self, class Visit>
  static void parameters(Self& self, Visit&& visit) {
    visit("alpha", self.alpha, "the frequency of what is added to x");
  }

  template <class V>
  V f(V x) const {
    const V t = V(alpha) * x;
    const V s = sin_of(t, product_error(V(alpha), x, t));
    return select(x == V(0), x, x + s * s / V(alpha));  // which keeps the sign of 0
  }
  template <class V>
  V df(V x) const {
    // 1 + sin(2 t) = 2 sin(t + pi / 4)^2 does not cancel where it is 0; the sum with pi / 4 is kept with its error.
    const V t = V(alpha) * x, quarter(0.78539816339744830962);
    const V sum = t + quarter, part = sum - t;
    const V error = (t - (sum - part)) + (quarter - part) + V(3.061616997868383e-17);
    const V s = sin_of(sum, error + product_error(V(alpha), x, t));
    return V(2) * s * s;
  }
  template <class T>
  T reference(const T& x) const {
    return x + (alpha * x).sin().square() / alpha;
  }
  std::vector<Kink> kinks() const { return {}; }
};

}  // namespace actlab
