#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Hardtanh {
  static constexpr Spec spec{
      .name = "hardtanh",
      .formula = "min(max(x, min_val), max_val)",
      .derivative = "1 if min_val < x < max_val else 0",
      .range = "[min_val, max_val]",
      .source = "Collobert 2004; torch.nn.functional.hardtanh",
      .notes = "The subgradient at both kinks is 0, as in torch.",
      .compute_in_float64 = false,
      .interval = {-3, 3},
  };
  double min_val = -1;
  double max_val = 1;

  template <class Self, class Visit> static void parameters(Self& self, Visit&& visit) {
    visit("min_val", self.min_val, "the smallest value");
    visit("max_val", self.max_val, "the largest value");
  }

  template <class V> V definition(V x) const {
    return max_propagating_nan(V(min_val), min_propagating_nan(V(max_val), x));
  }
  template <class V> V backward(V x, V grad) const { return select((x <= V(min_val)) | (x >= V(max_val)), V(0), grad); }
  template <class T> T reference(const T& x) const { return hardtanh(x, min_val, max_val); }
  std::vector<Kink> kinks() const { return {{.at = min_val}, {.at = max_val}}; }
};

}  // namespace actlab::definitions
