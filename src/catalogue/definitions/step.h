#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Step {
  static constexpr Spec spec{
      .name = "step",
      .aliases = {"heaviside"},
      .formula = "1 if x > 0 else 0",
      .derivative = "0",
      .range = "{0, 1}",
      .source = "McCulloch and Pitts 1943; torch.heaviside(x, 0)",
      .notes =
          "The gradient is 0, so layers before it do not learn. "
          "f(NaN) is NaN, whereas torch.heaviside gives 0.",
      .compute_in_float64 = false,
      .interval = {-3, 3},
  };

  template <class V> V definition(V x) const { return select(is_nan(x), x, select(x > V(0), V(1), V(0))); }
  template <class V> V df(V x) const { return select(is_nan(x), x, V(0)); }
  template <class V> V backward(V x, V) const { return df(x); }
  template <class T> T reference(const T& x) const { return heaviside(x, x.new_zeros({})); }
  std::vector<Kink> kinks() const { return {{.at = 0, .jump = true}}; }
};

}  // namespace actlab::definitions
