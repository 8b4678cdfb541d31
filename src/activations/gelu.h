#pragma once

#include "activations/spec.h"
#include "simd/vocabulary.h"

namespace actlab {

struct Gelu {
  static constexpr Spec spec{
      .name = "gelu",
      .formula =
          "x * Phi(x), Phi(x) = erfc(-x / sqrt(2)) / 2; "
          "with approximate=tanh: 0.5 * x * (1 + tanh(u)), u = sqrt(2 / pi) * (x + 0.044715 * x^3)",
      .derivative = "Phi(x) + x * phi(x), phi(x) = exp(-x^2 / 2) / sqrt(2 * pi)",
      .range = "[-0.17, inf)",
      .source = "Hendrycks and Gimpel 2016, arXiv:1606.08415; torch.nn.functional.gelu",
      .interval = {-5, 5},
  };
  enum class Approximate { none, tanh } approximate = Approximate::none;
  static constexpr std::array<std::string_view, 2> approximations{"none", "tanh"};

  template <class Self, class Visit>
  static void parameters(Self& self, Visit&& visit) {
    visit("approximate", self.approximate, approximations, "none for the exact formula, tanh for the approximation");
  }

  template <class V>
  V f(V x) const {
    if (approximate == Approximate::tanh) return x * sigmoid(V(2) * inner(x));
    return x * normal_cdf(x);
  }
  template <class V>
  V df(V x) const {
    if (approximate == Approximate::tanh) {
      // With z = exp(-|2u|), sigmoid's derivative is z / (1 + z)^2: s * (1 - s) would lose its digits where s nears 1.
      const V u = inner(x);
      const V z = exp(V(-2) * abs(u));
      const V s = select(u >= V(0), V(1), z) / (V(1) + z);
      const V du = V(root_2_over_pi) * (V(1) + V(3 * cubic) * x * x);
      return s + V(2) * x * z / ((V(1) + z) * (V(1) + z)) * du;
    }
    return normal_cdf(x) + x * V(inverse_root_2_pi) * exp(V(-0.5) * x * x);
  }
  template <class T>
  T reference(const T& x) const {
    return gelu(x, approximations[static_cast<std::size_t>(approximate)].data());
  }
  std::vector<Kink> kinks() const { return {}; }

 private:
  static constexpr double root_2_over_pi = 0.79788456080286535588;
  static constexpr double inverse_root_2_pi = 0.39894228040143267794;
  static constexpr double inverse_root_2 = 0.70710678118654752440;
  static constexpr double cubic = 0.044715;

  template <class V>
  static V normal_cdf(V x) {
    return V(0.5) * erfc(-x * V(inverse_root_2));
  }
  template <class V>
  static V inner(V x) {
    return V(root_2_over_pi) * (x + V(cubic) * x * x * x);
  }
};

}  // namespace actlab
