#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab {

struct Squareplus {
  static constexpr Spec spec{
      .name = "squareplus",
      .formula = "(x + sqrt(x^2 + b)) / 2",
      .derivative = "(1 + x / sqrt(x^2 + b)) / 2",
      .range = "(0, inf)",
      .source = "Barron 2021, arXiv:2112.11687",
      .wide = true,
      .light_value = true,
      .light_slope = true,
      .beyond = true,
  };
  double b = 4;

  template <class Self, class Visit>
  static void parameters(Self& self, Visit&& visit) {
    visit("b", self.b, "the square of the width of the bend at 0; more than 0");
  }

  template <class V>
  V f(V x) const {
    const V root = root_of(x);
    // Below 0 the sum would cancel.
    return select(x >= V(0), V(0.5) * x + V(0.5) * root, V(0.25 * b) / (V(0.5) * root + V(0.5) * abs(x)));
  }
  template <class V>
  V df(V x) const {
    const V a = abs(x), near = select(a > V(far<V>), V(0), x);
    const V square = near * near + V(b), root = sqrt(square);
    // Below 0 the sum 1 + x / root would cancel.
    const V distant = select(a > V(far<V>), a, V(1));  // finite in the branch that is not taken
    const V below = select(a > V(far<V>), V(0.25 * b) / distant / distant, V(0.5 * b) / (square + abs(near) * root));
    return select(x >= V(0), V(0.5) + V(0.5) * select(a > V(far<V>), V(1), near / root), below);
  }
  template <class T>
  T reference(const T& x) const {
    const T root = hypot(x, x.new_full({}, std::sqrt(b)));
    return where(x >= 0, (x + root) / 2, 0.5 * b / (root - x));
  }
  std::vector<Kink> kinks() const { return {}; }

 private:
  // sqrt(x^2 + b), which is |x| long before x^2 overflows.
  template <class V>
  V root_of(V x) const {
    const V a = abs(x);
    const V near = select(a > V(far<V>), V(0), x);
    return select(a > V(far<V>), a, sqrt(near * near + V(b)));
  }
  template <class V>
  static constexpr double far =
      std::numeric_limits<typename detail::ElementOf<V>::type>::max_exponent > 128 ? 1e100 : 1e16;
};

}  // namespace actlab
