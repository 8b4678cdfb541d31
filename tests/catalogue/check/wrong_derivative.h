#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "catalogue/activation.h"
#include "catalogue/kernels/kernel_table.h"

namespace actlab {

/// Errors in the derivative of max(0, x)^2. The defaults are correct.
struct RectifiedSquare {
  double factor = 1;     ///< factor of the derivative
  double at_kink = 0;    ///< the subgradient at 0
  double by_factor = 1;  ///< factor of the derivative by the parameter
  bool has_nan = false;  ///< the derivative is NaN for x > 1
};

/// max(0, x)^2 with kernels that have these errors. With `learns`, scale * max(0, x)^2 with a learned scale.
class WrongDerivative : public Activation {
 public:
  explicit WrongDerivative(const RectifiedSquare& formula, bool learns = false) : formula_(formula), learns_(learns) {
    kernels_.forward.f64.run = [](const void*, const double* x, double* y, std::int64_t n) {
      for (std::int64_t i = 0; i < n; ++i) y[i] = value(x[i], 1);
    };
    kernels_.backward.f64.run = [](const void* f, const double* x, const double* grad_y, double* grad_x,
                                   std::int64_t n) {
      for (std::int64_t i = 0; i < n; ++i) grad_x[i] = grad_y[i] * derivative(f, x[i], 1);
    };
    kernels_.forward_at.f64.run = [](const void*, const double* x, const double* p, double* y, std::int64_t n) {
      for (std::int64_t i = 0; i < n; ++i) y[i] = value(x[i], p[i]);
    };
    kernels_.backward_at.f64.run = [](const void* f, const double* x, const double* p, const double* grad_y,
                                      double* grad_x, std::int64_t n) {
      for (std::int64_t i = 0; i < n; ++i) grad_x[i] = grad_y[i] * derivative(f, x[i], p[i]);
    };
    kernels_.by_parameter.f64.run = [](const void* f, const double* x, const double*, const double* grad_y,
                                       double* terms, std::int64_t n) {
      for (std::int64_t i = 0; i < n; ++i) terms[i] = grad_y[i] * of(f).by_factor * value(x[i], 1);
    };
  }

  const Spec& spec() const override {
    static constexpr Spec spec{.name = "rectified_square",
                               .formula = "max(0, x)^2",
                               .derivative = "2 * max(0, x), with errors",
                               .range = "[0, inf)",
                               .source = "this test",
                               .interval = {-3, 3}};
    return spec;
  }
  std::vector<Parameter> parameters() const override { return {}; }
  std::vector<Kink> kinks() const override { return {{.at = 0}}; }
  bool is_row_wise() const override { return false; }
  std::optional<CompiledActivation> compiled() const override { return CompiledActivation{0, &kernels_, &formula_}; }
  std::optional<LearnedParameter> learned() const override {
    if (!learns_) return std::nullopt;
    return LearnedParameter{"scale", 1};
  }

 private:
  static const RectifiedSquare& of(const void* formula) { return *static_cast<const RectifiedSquare*>(formula); }
  static double value(double x, double scale) { return x > 0 ? scale * x * x : 0; }
  static double derivative(const void* formula, double x, double scale) {
    if (x == 0) return of(formula).at_kink;
    if (of(formula).has_nan && x > 1) return NAN;
    return x > 0 ? of(formula).factor * scale * 2 * x : 0;
  }

  RectifiedSquare formula_;
  bool learns_;
  ActivationKernels kernels_{};
};

}  // namespace actlab
