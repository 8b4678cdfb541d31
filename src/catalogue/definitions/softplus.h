#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab {

struct Softplus {
  static constexpr Spec spec{
      .name = "softplus",
      .formula = "log(1 + exp(beta * x)) / beta; x where beta * x > threshold",
      .derivative = "1 / (1 + exp(-beta * x)); 1 where beta * x > threshold",
      .range = "(0, inf)",
      .source = "Dugas et al. 2001; torch.nn.functional.softplus",
      .notes = "Beyond the threshold the value is x itself, as in torch: with the default a step of 2e-9 at 20.",
      .wide = true,
      .light_value = true,
      .light_slope = true,
  };
  double beta = 1;
  double threshold = 20;

  template <class Self, class Visit>
  static void parameters(Self& self, Visit&& visit) {
    visit("beta", self.beta, "how sharp the bend at 0 is");
    visit("threshold", self.threshold, "beta * x from which on the value is x");
  }

  template <class V>
  V f(V x) const {
    const V scaled = V(beta) * x;
    const V y = log1p_exp(scaled, error_of_product(x, scaled));
    return select(scaled > V(threshold), x, y / V(beta));
  }
  template <class V>
  V df(V x) const {
    const V scaled = V(beta) * x;
    return select(scaled > V(threshold), V(1), sigmoid(scaled, error_of_product(x, scaled)));
  }
  template <class T>
  T reference(const T& x) const {
    return softplus(x, beta, threshold);
  }
  std::vector<Kink> kinks() const { return {}; }

 private:
  // What beta * x rounded lacks, beta's own digits among it.
  template <class V>
  V error_of_product(V x, V scaled) const {
    return product_error(V(beta), x, scaled) + V(rounded_away<V>(beta)) * x;
  }
};

}  // namespace actlab
