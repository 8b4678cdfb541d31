#pragma once

#include <cstdint>

#include "catalogue/kernels/kernel.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

/// Row-wise activations are defined on tensors: `f(x)` along the dimension `dim`, and `vjp(y, grad)`, the
/// vector-Jacobian product.
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

  template <class Self, class Visit> static void parameters(Self& self, Visit&& visit) {
    visit("dim", self.dim, "the dimension along which it is computed");
  }

  template <class T> T f(const T& x) const {
    const T z = exp(x - x.amax(dim, /*keepdim=*/true));
    return z / z.sum(dim, /*keepdim=*/true);
  }
  template <class T> T vjp(const T& y, const T& grad) const {
    // y sums to 1, so subtracting a constant from grad does not change the exact result. Subtracting the entry of the
    // largest y avoids cancellation if that y is nearly 1.
    const T difference = grad - grad.gather(dim, y.argmax(dim, /*keepdim=*/true));
    return y * (difference - (difference * y).sum(dim, /*keepdim=*/true));
  }
  template <class T> T reference(const T& x) const { return softmax(x, dim); }
};

}  // namespace actlab::definitions
