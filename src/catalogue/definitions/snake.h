#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab {

struct Snake {
  static constexpr Spec spec{
      .name = "snake",
      .formula = "x + sin(alpha * x)^2 / alpha",
      .derivative = "1 + sin(2 * alpha * x); by alpha: x * sin(2 * alpha * x) / alpha - (sin(alpha * x) / alpha)^2",
      .range = "(-inf, inf)",
      .source = "Ziyin et al. 2020, arXiv:2006.08195",
      .notes = "NaN at +-inf, where its slope has no limit.",
      .wide = true,
      .beyond = true,
      .interval = {-2, 2},
  };
  double alpha = 1;
  static constexpr Learned<Snake> learned{.member = &Snake::alpha, .name = "alpha"};

  template <class Self, class Visit>
  static void parameters(Self& self, Visit&& visit) {
    visit("alpha", self.alpha, "the frequency of what is added to x");
  }

  template <class V>
  V f(V x, V parameter) const {
    const V t = parameter * x;
    const V s = sin_of(t, product_error(parameter, x, t));
    return select(x == V(0), x, x + quotient(s * s, parameter));  // which keeps the sign of 0
  }
  template <class V>
  V df(V x, V parameter) const {
    const V t = parameter * x;
    return one_plus_sin_of_twice(t, product_error(parameter, x, t));
  }
  template <class V>
  V df_dparameter(V x, V parameter) const {
    const V t = parameter * x, error = product_error(parameter, x, t);
    const V s = quotient(sin_of(t, error), parameter);
    return s * (V(2) * x * cos_of(t, error) - s);
  }
  template <class T>
  T reference(const T& x) const {
    return x + (alpha * x).sin().square() / alpha;
  }
  std::vector<Kink> kinks() const { return {}; }
};

}  // namespace actlab
