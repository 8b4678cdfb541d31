#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab {

// Sine is the data set.
struct SineWave {
  static constexpr Spec spec{
      .name = "sine",
      .formula = "sin(w0 * x)",
      .derivative = "w0 * cos(w0 * x)",
      .range = "[-1, 1]",
      .source = "Sitzmann et al. 2020, arXiv:2006.09661, with w0 = 30",
      .notes = "NaN at +-inf, where it has no limit.",
      .wide = true,
      .beyond = true,
      .interval = {-4, 4},
  };
  double w0 = 1;

  template <class Self, class Visit>
  static void parameters(Self& self, Visit&& visit) {
    visit("w0", self.w0, "the frequency, by which x is multiplied");
  }

  template <class V>
  V f(V x) const {
    const V t = V(w0) * x;
    return sin_of(t, product_error(V(w0), x, t));
  }
  template <class V>
  V df(V x) const {
    const V t = V(w0) * x;
    return V(w0) * cos_of(t, product_error(V(w0), x, t));
  }
  template <class T>
  T reference(const T& x) const {
    return (w0 * x).sin();
  }
  std::vector<Kink> kinks() const { return {}; }
};

}  // namespace actlab
