#pragma once

#include <torch/types.h>

#include "catalogue/primitives/normal.h"

/// The primitives on tensors. Evaluating a definition on TensorValue records an autograd graph, which gives derivatives
/// of any order.
namespace actlab {

/// A tensor as a value type of definitions. Numbers are wrapped numbers: `V(1)` takes the dtype, shape and device of
/// the other operand.
class TensorValue {
 public:
  using value_type = double;  ///< the most precise type; the dtype is known only at run time

  explicit TensorValue(torch::Tensor tensor) : tensor_(std::move(tensor)) {}
  explicit TensorValue(double number) : tensor_(torch::scalar_to_tensor(number)), is_number_(true) {
    tensor_.unsafeGetTensorImpl()->set_wrapped_number(true);
  }
  const torch::Tensor& tensor() const { return tensor_; }
  bool is_number() const { return is_number_; }

 private:
  torch::Tensor tensor_;
  bool is_number_ = false;
};

namespace detail {
/// operation(values...); of numbers alone a number again, computed in float64, because LibTorch 2 computes what has
/// only numbers in the default dtype.
template <class Operation, class... Value>
TensorValue apply_keeping_numbers(const Operation& operation, const Value&... values) {
  if (!(values.is_number() && ...)) return TensorValue(operation(values.tensor()...));
  const auto unwrapped = [](const TensorValue& value) { return value.tensor().clone(); };
  return TensorValue(operation(unwrapped(values)...).template item<double>());
}
}  // namespace detail

/// The result of comparing TensorValues: a bool tensor, and the dtype of the operands.
struct TensorCondition {
  torch::Tensor tensor;
  torch::ScalarType dtype;
};

#define ACTLAB_TENSOR_PRIMITIVE(primitive)                                                                 \
  inline TensorValue primitive(const TensorValue& x) {                                                     \
    return detail::apply_keeping_numbers([](const torch::Tensor& of) { return torch::primitive(of); }, x); \
  }
ACTLAB_TENSOR_PRIMITIVE(exp)
ACTLAB_TENSOR_PRIMITIVE(expm1)
ACTLAB_TENSOR_PRIMITIVE(log)
ACTLAB_TENSOR_PRIMITIVE(log1p)
ACTLAB_TENSOR_PRIMITIVE(tanh)
ACTLAB_TENSOR_PRIMITIVE(erf)
ACTLAB_TENSOR_PRIMITIVE(erfc)
ACTLAB_TENSOR_PRIMITIVE(sin)
ACTLAB_TENSOR_PRIMITIVE(cos)
ACTLAB_TENSOR_PRIMITIVE(sqrt)
ACTLAB_TENSOR_PRIMITIVE(abs)
ACTLAB_TENSOR_PRIMITIVE(sigmoid)
#undef ACTLAB_TENSOR_PRIMITIVE

#define ACTLAB_TENSOR_OPERATOR(op)                                                                  \
  inline TensorValue operator op(const TensorValue& a, const TensorValue& b) {                      \
    return detail::apply_keeping_numbers(                                                           \
        [](const torch::Tensor& left, const torch::Tensor& right) { return left op right; }, a, b); \
  }
ACTLAB_TENSOR_OPERATOR(+)
ACTLAB_TENSOR_OPERATOR(-)
ACTLAB_TENSOR_OPERATOR(*)
ACTLAB_TENSOR_OPERATOR(/)
#undef ACTLAB_TENSOR_OPERATOR

#define ACTLAB_TENSOR_COMPARISON(op)                                               \
  inline TensorCondition operator op(const TensorValue& a, const TensorValue& b) { \
    return {a.tensor() op b.tensor(), at::result_type(a.tensor(), b.tensor())};    \
  }
ACTLAB_TENSOR_COMPARISON(<)
ACTLAB_TENSOR_COMPARISON(<=)
ACTLAB_TENSOR_COMPARISON(>)
ACTLAB_TENSOR_COMPARISON(>=)
ACTLAB_TENSOR_COMPARISON(==)
ACTLAB_TENSOR_COMPARISON(!=)
#undef ACTLAB_TENSOR_COMPARISON

inline TensorValue operator-(const TensorValue& x) {
  return detail::apply_keeping_numbers([](const torch::Tensor& of) { return -of; }, x);
}
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
  return detail::apply_keeping_numbers([](const torch::Tensor& of) { return -torch::log_sigmoid(-of); }, x);
}
inline TensorValue normal_cdf(const TensorValue& x) {
  return TensorValue(0.5) * erfc(x * TensorValue(-0.70710678118654752440));
}
inline TensorValue normal_pdf(const TensorValue& x) {
  return TensorValue(0.39894228040143267794) * exp(TensorValue(-0.5) * x * x);
}
inline TensorValue select(const TensorCondition& condition, const TensorValue& a, const TensorValue& b) {
  // torch::where does not convert wrapped numbers to the dtype of the other operand.
  const auto typed = [&](const TensorValue& value) {
    const torch::Tensor& tensor = value.tensor();
    return value.is_number() ? tensor.to(condition.dtype, false, /*copy=*/true) : tensor;
  };
  return TensorValue(torch::where(condition.tensor, typed(a), typed(b)));
}

}  // namespace actlab
