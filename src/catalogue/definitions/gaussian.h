#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab {

struct Gaussian {
  static constexpr Spec spec{
      .name = "gaussian",
      .formula = "exp(-x^2)",
      .derivative = "-2 * x * exp(-x^2)",
      .range = "(0, 1]",
      .source = "Broomhead and Lowe 1988; Ramasinghe and Lucey 2021, arXiv:2111.15135",
      .wide = true,
      .light_value = true,
      .light_slope = true,
      .beyond = true,
      .interval = {-3, 3},
  };

  template <class Self, class Visit>
  static void parameters(Self&, Visit&&) {}

  template <class V>
  V f(V x) const {
    const SplitExp<V> e = split_exp_of_square(within(x, 40), 1);
    return e.head * e.tail;
  }
  template <class V>
  V df(V x) const {
    const V bounded = within(x, 40);
    const SplitExp<V> e = split_exp_of_square(bounded, 1);
    return V(-2) * bounded * e.head * e.tail;
  }
  template <class T>
  T reference(const T& x) const {
    return (-x * x).exp();
  }
  std::vector<Kink> kinks() const { return {}; }
};

}  // namespace actlab
