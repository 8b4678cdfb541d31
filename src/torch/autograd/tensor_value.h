#pragma once

#include <torch/types.h>

#include <cmath>
#include <utility>

#include "catalogue/primitives/normal.h"

/// The primitives on tensors. Evaluating a definition on TensorValue records an autograd graph, which gives derivatives
/// of any order.
namespace actlab {

/// A tensor as a value type of definitions, or a number, which takes the dtype, shape and device of the operand that it
/// meets. Numbers are no tensors: a recorded graph has them as constants.
class TensorValue {
 public:
  using value_type = double;  ///< the most precise type; the dtype is known only at run time

  explicit TensorValue(torch::Tensor tensor) : tensor_(std::move(tensor)) {}
  explicit TensorValue(double number) : number_(number) {}

  bool is_number() const { return !tensor_.defined(); }
  double number() const { return number_; }
  const torch::Tensor& tensor() const { return tensor_; }  ///< undefined for a number
  torch::Tensor like(const torch::TensorOptions& options) const {
    return is_number() ? at::full({}, number_, options) : tensor_;
  }

 private:
  torch::Tensor tensor_;
  double number_ = 0;
};

/// The result of comparing TensorValues: a bool tensor, and the dtype of the operands.
struct TensorCondition {
  torch::Tensor tensor;
  torch::ScalarType dtype;
};

namespace detail {
inline double sigmoid_of_number(double x) {
  return 1 / (1 + std::exp(-x));
}

/// The options of the operand that is a tensor.
inline torch::TensorOptions options_of(const TensorValue& a, const TensorValue& b) {
  return (a.is_number() ? b : a).tensor().options();
}
}  // namespace detail

#define ACTLAB_TENSOR_PRIMITIVE(primitive, of_number)                                  \
  inline TensorValue primitive(const TensorValue& x) {                                 \
    if (x.is_number()) return TensorValue(static_cast<double>(of_number(x.number()))); \
    return TensorValue(torch::primitive(x.tensor()));                                  \
  }
ACTLAB_TENSOR_PRIMITIVE(exp, std::exp)
ACTLAB_TENSOR_PRIMITIVE(expm1, std::expm1)
ACTLAB_TENSOR_PRIMITIVE(log, std::log)
ACTLAB_TENSOR_PRIMITIVE(log1p, std::log1p)
ACTLAB_TENSOR_PRIMITIVE(tanh, std::tanh)
ACTLAB_TENSOR_PRIMITIVE(erf, std::erf)
ACTLAB_TENSOR_PRIMITIVE(erfc, std::erfc)
ACTLAB_TENSOR_PRIMITIVE(sin, std::sin)
ACTLAB_TENSOR_PRIMITIVE(cos, std::cos)
ACTLAB_TENSOR_PRIMITIVE(sqrt, std::sqrt)
ACTLAB_TENSOR_PRIMITIVE(abs, std::abs)
ACTLAB_TENSOR_PRIMITIVE(sigmoid, detail::sigmoid_of_number)
#undef ACTLAB_TENSOR_PRIMITIVE

inline TensorValue operator-(const TensorValue& x) {
  return x.is_number() ? TensorValue(-x.number()) : TensorValue(-x.tensor());
}
inline TensorValue operator+(const TensorValue& a, const TensorValue& b) {
  if (a.is_number() && b.is_number()) return TensorValue(a.number() + b.number());
  if (a.is_number()) return TensorValue(b.tensor() + a.number());
  return TensorValue(b.is_number() ? a.tensor() + b.number() : a.tensor() + b.tensor());
}
inline TensorValue operator-(const TensorValue& a, const TensorValue& b) {
  if (a.is_number() && b.is_number()) return TensorValue(a.number() - b.number());
  if (a.is_number()) return TensorValue(at::rsub(b.tensor(), a.number()));
  return TensorValue(b.is_number() ? a.tensor() - b.number() : a.tensor() - b.tensor());
}
inline TensorValue operator*(const TensorValue& a, const TensorValue& b) {
  if (a.is_number() && b.is_number()) return TensorValue(a.number() * b.number());
  if (a.is_number()) return TensorValue(b.tensor() * a.number());
  return TensorValue(b.is_number() ? a.tensor() * b.number() : a.tensor() * b.tensor());
}
inline TensorValue operator/(const TensorValue& a, const TensorValue& b) {
  if (a.is_number() && b.is_number()) return TensorValue(a.number() / b.number());
  if (a.is_number()) return TensorValue(a.like(b.tensor().options()) / b.tensor());
  return TensorValue(b.is_number() ? a.tensor() / b.number() : a.tensor() / b.tensor());
}

// `mirrored` is the comparison of b with a.
#define ACTLAB_TENSOR_COMPARISON(op, mirrored)                                                   \
  inline TensorCondition operator op(const TensorValue& a, const TensorValue& b) {               \
    const torch::ScalarType dtype = c10::typeMetaToScalarType(detail::options_of(a, b).dtype()); \
    if (a.is_number()) return {b.tensor() mirrored a.number(), dtype};                           \
    return {b.is_number() ? a.tensor() op b.number() : a.tensor() op b.tensor(), dtype};         \
  }
ACTLAB_TENSOR_COMPARISON(<, >)
ACTLAB_TENSOR_COMPARISON(<=, >=)
ACTLAB_TENSOR_COMPARISON(>, <)
ACTLAB_TENSOR_COMPARISON(>=, <=)
ACTLAB_TENSOR_COMPARISON(==, ==)
ACTLAB_TENSOR_COMPARISON(!=, !=)
#undef ACTLAB_TENSOR_COMPARISON

inline TensorCondition operator&(const TensorCondition& a, const TensorCondition& b) {
  return {a.tensor & b.tensor, a.dtype};
}
inline TensorCondition operator|(const TensorCondition& a, const TensorCondition& b) {
  return {a.tensor | b.tensor, a.dtype};
}
// Composed of torch's operators, which are differentiable wherever the function is.
inline TensorValue sigmoid_derivative(const TensorValue& x) {
  return sigmoid(x) * sigmoid(-x);
}
inline TensorValue softplus(const TensorValue& x) {
  if (x.is_number()) return TensorValue(std::log1p(std::exp(x.number())));
  return TensorValue(-torch::log_sigmoid(-x.tensor()));
}
inline TensorValue normal_cdf(const TensorValue& x) {
  return TensorValue(0.5) * erfc(x * TensorValue(-0.70710678118654752440));
}
inline TensorValue normal_pdf(const TensorValue& x) {
  return TensorValue(0.39894228040143267794) * exp(TensorValue(-0.5) * x * x);
}
inline TensorValue select(const TensorCondition& condition, const TensorValue& a, const TensorValue& b) {
  // torch::where does not convert numbers to the dtype of the other operand.
  const torch::TensorOptions options = condition.tensor.options().dtype(condition.dtype);
  return TensorValue(torch::where(condition.tensor, a.like(options), b.like(options)));
}

}  // namespace actlab
