#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Rrelu {
  static constexpr Spec spec{
      .name = "rrelu",
      .formula = "x if x > 0 else a * x; a uniform in [lower, upper] for each x in training, else (lower + upper) / 2",
      .derivative = "1 if x > 0 else a",
      .range = "(-inf, inf)",
      .source = "Xu et al. 2015, arXiv:1505.00853; torch.nn.functional.rrelu",
      .notes = "At 0 the subgradient taken is a, torch's. In training the draws of a trial are its seed's own.",
      .compute_in_float64 = false,
      .interval = {-3, 3},
  };
  double lower = 1.0 / 8;
  double upper = 1.0 / 3;

  template <class Self, class Visit>
  static void parameters(Self& self, Visit&& visit) {
    visit("lower", self.lower, "the least slope for x < 0");
    visit("upper", self.upper, "the greatest slope for x < 0");
  }

  template <class V>
  V definition(V x) const {
    return select(x > V(0), x, x * V((lower + upper) / 2));
  }
  /// The slopes are drawn by torch's own op, so that one generator gives the same ones there and here.
  template <class T, class Generator>
  T train(const T& x, const Generator& generator) const {
    T slopes = x.new_empty(x.sizes());
    rrelu_with_noise(x.detach(), slopes, lower, upper, /*training=*/true, generator);
    return x * slopes;
  }
  template <class T>
  T reference(const T& x) const {
    return rrelu(x, lower, upper, /*training=*/false);
  }
  std::vector<Kink> kinks() const { return {{.at = 0}}; }
};

}  // namespace actlab::definitions
