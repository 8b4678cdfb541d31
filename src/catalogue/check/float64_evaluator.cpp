#include "catalogue/check/float64_evaluator.h"

#include <cstdint>

#include "catalogue/kernels/kernel_table.h"

namespace actlab {
namespace {

std::int64_t length(const Numbers& x) {
  return static_cast<std::int64_t>(x.size());
}

// The kernels read one parameter for each x.
Numbers repeated(double parameter, const Numbers& x) {
  return Numbers(x.size(), parameter);
}

Numbers run(const TernaryKernels& kernels, const void* formula, const Numbers& x, double parameter) {
  Numbers result(x.size());
  const Numbers parameters = repeated(parameter, x), ones(x.size(), 1);
  kernels.f64.run(formula, x.data(), parameters.data(), ones.data(), result.data(), length(x));
  return result;
}

}  // namespace

Float64Evaluator::Float64Evaluator(const Activation& activation)
    : compiled_(activation.compiled().value()), saved_(activation.spec().saved) {}

Numbers Float64Evaluator::values(const Numbers& x) const {
  Numbers y(x.size());
  compiled_.kernels->forward.f64.run(compiled_.formula, x.data(), y.data(), length(x));
  return y;
}

Numbers Float64Evaluator::derivatives(const Numbers& x) const {
  const Numbers saved = saved_ == Saved::output ? values(x) : x, ones(x.size(), 1);
  Numbers result(x.size());
  compiled_.kernels->backward.f64.run(compiled_.formula, saved.data(), ones.data(), result.data(), length(x));
  return result;
}

Numbers Float64Evaluator::values(const Numbers& x, double parameter) const {
  Numbers y(x.size());
  const Numbers parameters = repeated(parameter, x);
  compiled_.kernels->forward_at.f64.run(compiled_.formula, x.data(), parameters.data(), y.data(), length(x));
  return y;
}

Numbers Float64Evaluator::derivatives(const Numbers& x, double parameter) const {
  return run(compiled_.kernels->backward_at, compiled_.formula, x, parameter);
}

Numbers Float64Evaluator::derivatives_by_parameter(const Numbers& x, double parameter) const {
  return run(compiled_.kernels->by_parameter, compiled_.formula, x, parameter);
}

}  // namespace actlab
