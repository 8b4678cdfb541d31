#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Selu {
  static constexpr Spec spec{
      .name = "selu",
      .formula = "scale * (x if x > 0 else alpha * (exp(x) - 1)), scale = 1.0507…, alpha = 1.6732…",
      .derivative = "scale if x > 0 else scale * alpha * exp(x)",
      .range = "(-1.7581, inf)",
      .source = "Klambauer et al. 2017, arXiv:1706.02515; torch.nn.functional.selu",
      .notes = "The subgradient at 0 is scale * alpha, as in torch.",
      .interval = {-5, 3},
  };

  template <class V> V definition(V x) const {
    return V(scale) * select(x > V(0), x, V(alpha) * expm1(non_positive(x)));
  }
  template <class T> T reference(const T& x) const { return selu(x); }
  std::vector<Kink> kinks() const { return {{.at = 0}}; }

  // tools/coefficients: selu_alpha
  static constexpr double alpha = 1.6732632423543772848170429916717;
  // tools/coefficients: selu_scale
  static constexpr double scale = 1.0507009873554804934193349852946;
};

}  // namespace actlab::definitions
