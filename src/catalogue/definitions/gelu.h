#pragma once

#include "catalogue/primitives/normal.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Gelu {
  static constexpr Spec spec{
      .name = "gelu",
      .formula =
          "x * Phi(x), Phi(x) = erfc(-x / sqrt(2)) / 2; "
          "with approximate=tanh: 0.5 * x * (1 + tanh(u)), u = sqrt(2 / pi) * (x + 0.044715 * x^3)",
      .derivative = "Phi(x) + x * phi(x), phi(x) = exp(-x^2 / 2) / sqrt(2 * pi)",
      .range = "[-0.17, inf)",
      .source = "Hendrycks and Gimpel 2016, arXiv:1606.08415; torch.nn.functional.gelu",
      .notes = "The value at -inf is the limit 0.",
      .interval = {-5, 5},
  };
  enum class Approximate { none, tanh } approximate = Approximate::none;
  static constexpr std::array<std::string_view, 2> approximations{"none", "tanh"};

  template <class Self, class Visit> static void parameters(Self& self, Visit&& visit) {
    visit("approximate", self.approximate, approximations, "none: the exact formula; tanh: an approximation");
  }

  template <class V> V definition(V x) const {
    if (approximate == Approximate::none) return x * normal_cdf(x);
    const V u = sqrt(V(2) / Constant<V>::pi()) * (x + V(0.044715) * x * x * x);
    return x * sigmoid(V(2) * u);  // (1 + tanh(u)) / 2
  }
  template <class T> T reference(const T& x) const {
    return gelu(x, approximations[static_cast<std::size_t>(approximate)].data());
  }
};

}  // namespace actlab::definitions
