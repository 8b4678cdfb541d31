#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct StraightThroughStep {
  static constexpr Spec spec{
      .name = "straight_through_step",
      .aliases = {"step_ste"},
      .formula = "1 if x > 0 else 0",
      .derivative = "taken to be 1, the derivative of x",
      .range = "{0, 1}",
      .source = "Bengio et al. 2013, arXiv:1308.3432",
      .notes =
          "The gradient passes unchanged, so layers before it learn. It is a surrogate, not the derivative; checks "
          "compare it with the derivative of x.",
      .compute_in_float64 = false,
      .composed_reference = true,
      .unit_derivative = true,
      .surrogate = true,
      .interval = {-3, 3},
  };

  template <class V> V definition(V x) const { return select(is_nan(x), x, select(x > V(0), V(1), V(0))); }
  template <class T> T reference(const T& x) const {
    return heaviside(x, x.new_zeros({})).detach() + (x - x.detach()).nan_to_num();
  }
  std::vector<Kink> kinks() const { return {{.at = 0, .jump = true}}; }
};

}  // namespace actlab::definitions
