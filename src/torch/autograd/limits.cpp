#include "torch/autograd/limits.h"

#include <cmath>
#include <limits>

namespace actlab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity(), unbounded = infinity;

// Its third power is finite, and all formulas have reached their limits.
double large_number(const torch::Tensor& x) {
  return x.scalar_type() == torch::kDouble ? 1e60 : 1e12;
}

double at(const UnaryKernels& kernels, const void* formula, double x) {
  double y = 0;
  kernels.f64.run(formula, &x, &y, 1);
  return y;
}

double at(const BinaryKernels& kernels, const void* formula, double x, double other) {
  double y = 0;
  kernels.f64.run(formula, &x, &other, &y, 1);
  return y;
}

double at(const TernaryKernels& kernels, const void* formula, double x, double other, double last) {
  double y = 0;
  kernels.f64.run(formula, &x, &other, &last, &y, 1);
  return y;
}

torch::Tensor bounded(const torch::Tensor& x, bool below, bool above) {
  if (!below && !above) return x;
  const double large = large_number(x);
  return x.clamp(below ? -large : -unbounded, above ? large : unbounded);
}

}  // namespace

torch::Tensor within_limits_of_value(const CompiledActivation& activation, const torch::Tensor& x) {
  const auto has_limit = [&](double end) {
    return std::isfinite(at(activation.kernels->forward, activation.formula, end));
  };
  return bounded(x, has_limit(-infinity), has_limit(infinity));
}

torch::Tensor within_limits_of_derivative(const CompiledActivation& activation, const torch::Tensor& x) {
  const auto has_limit = [&](double end) {
    return std::isfinite(at(activation.kernels->backward, activation.formula, end, 1));
  };
  return bounded(x, has_limit(-infinity), has_limit(infinity));
}

torch::Tensor within_limits(const CompiledActivation& activation, const torch::Tensor& x, Variable by) {
  const TernaryKernels& kernels =
      by == Variable::input ? activation.kernels->backward_at : activation.kernels->by_parameter;
  const auto has_limit = [&](double end) { return std::isfinite(at(kernels, activation.formula, end, 1, 1)); };
  return bounded(x, has_limit(-infinity), has_limit(infinity));
}

}  // namespace actlab
