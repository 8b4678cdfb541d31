#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

// Outside the struct, whose member has the same name.
template <class T> T builtin_threshold(const T& x, double at, double value) {
  return threshold(x, at, value);
}

struct Threshold {
  static constexpr Spec spec{
      .name = "threshold",
      .formula = "x if x > threshold else value",
      .derivative = "1 if x > threshold else 0",
      .range = "{value} and (threshold, inf)",
      .source = "torch.nn.functional.threshold",
      .notes = "torch has no defaults for the parameters. If both are 0 it is relu.",
      .compute_in_float64 = false,
      .interval = {-3, 3},
  };
  double threshold = 0;
  double value = 0;

  template <class Self, class Visit> static void parameters(Self& self, Visit&& visit) {
    visit("threshold", self.threshold, "x passes if it is larger");
    visit("value", self.value, "the value for x <= threshold");
  }

  template <class V> V definition(V x) const { return select(x <= V(threshold), V(value), x); }
  template <class V> V backward(V x, V grad) const { return select(x <= V(threshold), V(0), grad); }
  template <class T> T reference(const T& x) const { return builtin_threshold(x, threshold, value); }
  std::vector<Kink> kinks() const { return {{.at = threshold, .jump = value != threshold}}; }
};

}  // namespace actlab::definitions
