#pragma once

#include <cstdint>

#include "catalogue/kernels/kernel.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

/// Row-wise activations are declared over whole rows: `f(x)`, and `vjp(y, grad)`, the full vector-Jacobian product.
struct Softmax {
  static constexpr Spec spec{
      .name = "softmax",
      .formula = "exp(x_i) / sum_j exp(x_j) over dim, taken of x - max(x)",
      .derivative = "dy_i/dx_j = y_i * ([i = j] - y_j); vector-Jacobian product y * (g - sum(g * y))",
      .range = "(0, 1), a row sums to 1",
      .source = "Bridle 1990; torch.nn.functional.softmax",
      .saved = Saved::output,
      .interval = {-4, 4},
  };
  static constexpr RowForm form = RowForm::softmax;
  std::int64_t dim = -1;

  template <class Self, class Visit>
  static void parameters(Self& self, Visit&& visit) {
    visit("dim", self.dim, "the dimension along which a row runs");
  }

  template <class T>
  T f(const T& x) const {
    const T z = exp(x - x.amax(dim, /*keepdim=*/true));
    return z / z.sum(dim, /*keepdim=*/true);
  }
  template <class T>
  T vjp(const T& y, const T& grad) const {
    // y sums to 1, so that a constant in grad makes no difference; but where one y is nearly 1, rounding would.
    const T apart = grad - grad.gather(dim, y.argmax(dim, /*keepdim=*/true));
    return y * (apart - (apart * y).sum(dim, /*keepdim=*/true));
  }
  template <class T>
  T reference(const T& x) const {
    return softmax(x, dim);
  }
};

}  // namespace actlab::definitions
