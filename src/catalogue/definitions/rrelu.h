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
      .notes =
          "The subgradient at 0 is a, as in torch. In training, a is drawn from a stream seeded with the trial's seed.",
      .compute_in_float64 = false,
      .interval = {-3, 3},
  };
  double lower = 1.0 / 8;
  double upper = 1.0 / 3;

  template <class Self, class Visit> static void parameters(Self& self, Visit&& visit) {
    visit("lower", self.lower, "the smallest slope for x < 0");
    visit("upper", self.upper, "the largest slope for x < 0");
  }

  template <class V> V definition(V x) const { return select(x > V(0), x, x * V((lower + upper) / 2)); }
  /// Slopes are drawn by torch's operator, so that the same generator gives the same slopes as in torch.
  template <class T, class Generator> T train(const T& x, const Generator& generator) const {
    T slopes = x.new_empty(x.sizes());
    rrelu_with_noise(x.detach(), slopes, lower, upper, /*training=*/true, generator);
    return x * slopes;
  }
  template <class T> T reference(const T& x) const { return rrelu(x, lower, upper, /*training=*/false); }
  std::vector<Kink> kinks() const { return {{.at = 0}}; }
};

}  // namespace actlab::definitions
