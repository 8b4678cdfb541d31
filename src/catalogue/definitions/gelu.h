#pragma once

#include "catalogue/primitives/normal.h"
#include "catalogue/spec.h"

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
      .notes = "At -inf the value is the limit 0.",
      .wide = true,
      .light_value = true,
      .light_slope = true,
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
    if (approximate == Approximate::none) return times_normal(x);
    const WithError<V> u = twice_tanh_gelu_argument(within(x, 40));
    return gated_by_sigmoid(x, u.value, u.error);
  }
  template <class V>
  V df(V x) const {
    if (approximate == Approximate::none) return times_normal_slope(x);
    return with_spare_digits(x, [](const auto& at) { return tanh_slope(at); });
  }
  template <class T>
  T reference(const T& x) const {
    return gelu(x, approximations[static_cast<std::size_t>(approximate)].data());
  }
  std::vector<Kink> kinks() const { return {}; }

 private:
  template <class V>
  static V tanh_slope(const V& x) {
    const V bounded = within(x, 40);
    const WithError<V> u = twice_tanh_gelu_argument(bounded);
    // x u'(x) = 3 u - 2 * factor * x, with its error.
    // tools/coefficients: tanh_gelu_factor
    constexpr double factor = 1.5957691216057308, factor_low = -9.96930880911092e-17;
    const V linear = V(factor) * bounded, thrice = V(3) * u.value;
    const V linear_error = product_error(V(factor), bounded, linear) + V(factor_low) * bounded;
    const ExactSum<V> x_du = exact_sum(thrice, V(-2) * linear);
    const V x_du_error = (product_error(V(3), u.value, thrice) + x_du.error) + (V(3) * u.error - V(2) * linear_error);
    return tanh_slope_near_root(x, times_sigmoid_slope(u.value, u.error, x_du.sum, x_du_error));
  }
  template <class V>
  static V tanh_slope_near_root(const V& x, const V& elsewhere) {
    // tools/coefficients: tanh_gelu_derivative_root
    constexpr Root<24> root{
        -0.7524614220710163,
        3.4358218314355225e-17,
        0.5,
        {0.4304000910248585,      0.38751844613578895,    -0.015782853521848023,  -0.11394448308095899,
         -0.016619328343052565,   0.019682309459833118,   0.005261059254921913,   -0.002422731845875097,
         -0.0009274420230205452,  0.0002639276405268104,  0.00012425227802639787, -3.495617169443609e-05,
         -1.595089687164511e-05,  5.918611710893999e-06,  2.433551634429955e-06,  -9.898647747433656e-07,
         -4.3102482988029016e-07, 1.4157556987729457e-07, 7.520740909289922e-08,  -1.6978217459781e-08,
         -1.196180847972441e-08,  1.7637802707907529e-09, 1.744987137846621e-09,  -1.7088112169517324e-10}};
    return near_root(root, x, V(0), elsewhere);
  }
};

}  // namespace actlab
