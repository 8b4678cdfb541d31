#pragma once

#include <cstdint>

#include "catalogue/kernels/kernel.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Softmin {
  static constexpr Spec spec{
      .name = "softmin",
      .formula = "exp(-x_i) / sum_j exp(-x_j) over dim, taken of min(x) - x",
      .derivative = "dy_i/dx_j = y_i * (y_j - [i = j]); vector-Jacobian product y * (sum(g * y) - g)",
      .range = "(0, 1), a row sums to 1",
      .source = "torch.nn.functional.softmin",
      .saved = Saved::output,
      .interval = {-4, 4},
  };
  static constexpr RowForm form = RowForm::softmin;
  std::int64_t dim = -1;

  template <class Self, class Visit> static void parameters(Self& self, Visit&& visit) {
    visit("dim", self.dim, "the dimension along which it is computed");
  }

  template <class T> T f(const T& x) const {
    const T z = exp(x.amin(dim, /*keepdim=*/true) - x);
    return z / z.sum(dim, /*keepdim=*/true);
  }
  template <class T> T vjp(const T& y, const T& grad) const {
    const T difference = grad - grad.gather(dim, y.argmax(dim, /*keepdim=*/true));  // as in softmax
    return y * ((difference * y).sum(dim, /*keepdim=*/true) - difference);
  }
  template <class T> T reference(const T& x) const { return softmax(-x, dim); }
};

}  // namespace actlab::definitions
