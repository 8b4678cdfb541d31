#pragma once

#include <cstdint>

#include "catalogue/kernels/kernel.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct LogSoftmax {
  static constexpr Spec spec{
      .name = "log_softmax",
      .formula = "x_i - log(sum_j exp(x_j)) over dim, taken of x - max(x)",
      .derivative = "dy_i/dx_j = [i = j] - exp(y_j); vector-Jacobian product g - exp(y) * sum(g)",
      .range = "(-inf, 0]",
      .source = "torch.nn.functional.log_softmax",
      .saved = Saved::output,
      .interval = {-4, 4},
  };
  static constexpr RowForm form = RowForm::log_softmax;
  std::int64_t dim = -1;

  template <class Self, class Visit> static void parameters(Self& self, Visit&& visit) {
    visit("dim", self.dim, "the dimension along which it is computed");
  }

  template <class T> T f(const T& x) const {
    const T shifted = x - x.amax(dim, /*keepdim=*/true), z = exp(shifted), peak = x.argmax(dim, /*keepdim=*/true);
    // The sum minus 1, the contribution of the largest x.
    const T rest = z.scatter(dim, peak, 0).sum(dim, /*keepdim=*/true) + (z.gather(dim, peak) - 1);
    return shifted - log1p(rest);
  }
  template <class T> T vjp(const T& y, const T& grad) const { return grad - exp(y) * grad.sum(dim, /*keepdim=*/true); }
  template <class T> T reference(const T& x) const { return log_softmax(x, dim); }
};

}  // namespace actlab::definitions
