#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Sine {
  static constexpr Spec spec{
      .name = "sine",
      .formula = "sin(w0 * x)",
      .derivative = "w0 * cos(w0 * x)",
      .range = "[-1, 1]",
      .source = "Sitzmann et al. 2020, arXiv:2006.09661, with w0 = 30",
      .notes = "NaN at +-inf, where the function has no limit.",
      .composed_reference = true,
      .interval = {-4, 4},
  };
  double w0 = 1;

  template <class Self, class Visit> static void parameters(Self& self, Visit&& visit) {
    visit("w0", self.w0, "the angular frequency");
  }

  template <class V> V definition(V x) const { return sin(V(w0) * x); }
  template <class T> T reference(const T& x) const { return (w0 * x).sin(); }
};

}  // namespace actlab::definitions
