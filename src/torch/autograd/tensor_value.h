#pragma once

#include <torch/types.h>

#include "catalogue/primitives/special.h"

/// The vocabulary over tensors: a formula evaluated on a TensorValue records an autograd graph, which is how every
/// order of derivative comes out right by construction.
namespace actlab {

/// A tensor that numbers convert to, as formulas expect of a value: `V(1)` is a number that takes the dtype, shape and
/// device of whatever it meets.
class TensorValue {
 public:
  using value_type = double;  ///< at the most: the dtype is known at run time

  explicit TensorValue(torch::Tensor tensor) : tensor_(std::move(tensor)) {}
  explicit TensorValue(double number) : tensor_(torch::scalar_to_tensor(number)) {
    tensor_.unsafeGetTensorImpl()->set_wrapped_number(true);
  }
  const torch::Tensor& tensor() const { return tensor_; }

 private:
  torch::Tensor tensor_;
};

/// What a comparison of TensorValues gives: a bool tensor, and the dtype of what was compared.
struct TensorCondition {
  torch::Tensor tensor;
  torch::ScalarType dtype;
};

#define ACTLAB_TENSOR_WORD(word)                  \
  inline TensorValue word(const TensorValue& x) { \
    return TensorValue(torch::word(x.tensor()));  \
  }
ACTLAB_TENSOR_WORD(exp)
ACTLAB_TENSOR_WORD(expm1)
ACTLAB_TENSOR_WORD(log)
ACTLAB_TENSOR_WORD(log1p)
ACTLAB_TENSOR_WORD(tanh)
ACTLAB_TENSOR_WORD(erf)
ACTLAB_TENSOR_WORD(erfc)
ACTLAB_TENSOR_WORD(sin)
ACTLAB_TENSOR_WORD(cos)
ACTLAB_TENSOR_WORD(sqrt)
ACTLAB_TENSOR_WORD(abs)
ACTLAB_TENSOR_WORD(sigmoid)
#undef ACTLAB_TENSOR_WORD

#define ACTLAB_TENSOR_OPERATOR(op)                                             \
  inline TensorValue operator op(const TensorValue& a, const TensorValue& b) { \
    return TensorValue(a.tensor() op b.tensor());                              \
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
  return TensorValue(-x.tensor());
}
inline TensorCondition operator&(const TensorCondition& a, const TensorCondition& b) {
  return {a.tensor & b.tensor, a.dtype};
}
inline TensorCondition operator|(const TensorCondition& a, const TensorCondition& b) {
  return {a.tensor | b.tensor, a.dtype};
}
inline TensorValue min(const TensorValue& a, const TensorValue& b) {
  return TensorValue(torch::minimum(a.tensor(), b.tensor()));
}
inline TensorValue max(const TensorValue& a, const TensorValue& b) {
  return TensorValue(torch::maximum(a.tensor(), b.tensor()));
}
// The words of simd/special.h, each smooth where the function is.
inline TensorValue finite(const TensorValue& x) {
  return x;
}
inline TensorValue sigmoid_slope(const TensorValue& x) {
  return sigmoid(x) * sigmoid(-x);
}
inline TensorValue product_error(const TensorValue&, const TensorValue&, const TensorValue&) {
  return TensorValue(0);
}
inline TensorValue times_sigmoid(const TensorValue& a, const TensorValue& t, const TensorValue&) {
  return a * sigmoid(t);
}
inline TensorValue times_sigmoid(const TensorValue& a, const TensorValue& t) {
  return a * sigmoid(t);
}
inline TensorValue gated_by_sigmoid(const TensorValue& x, const TensorValue& t, const TensorValue&) {
  return x * sigmoid(t);
}
inline TensorValue gated_by_sigmoid(const TensorValue& x, const TensorValue& t) {
  return x * sigmoid(t);
}
inline TensorValue times_sigmoid_slope(const TensorValue& t, const TensorValue&, const TensorValue& w,
                                       const TensorValue&) {
  return sigmoid(t) * (TensorValue(1) + w * sigmoid(-t));
}
template <class Root>
TensorValue near_root(const Root&, const TensorValue&, const TensorValue&, const TensorValue& elsewhere) {
  return elsewhere;
}
inline TensorValue silu_slope(const TensorValue& t, const TensorValue& t_error) {
  return times_sigmoid_slope(t, t_error, t, t_error);
}
inline TensorValue silu_slope(const TensorValue& x) {
  return silu_slope(x, TensorValue(0));
}
inline TensorValue square_times_sigmoid_slope(const TensorValue& x, const TensorValue& t, const TensorValue&) {
  return x * x * sigmoid_slope(t);
}
inline TensorValue sin_twice(const TensorValue& x) {
  return sin(TensorValue(2) * x);
}
inline TensorValue cos_twice(const TensorValue& x) {
  return cos(TensorValue(2) * x);
}
inline TensorValue one_plus_sin_of_twice(const TensorValue& t, const TensorValue&) {
  return TensorValue(1) + sin(TensorValue(2) * t);
}
inline SplitExp<TensorValue> split_exp_of_square(const TensorValue& x, double scale) {
  return {exp(TensorValue(-scale) * x * x), TensorValue(1)};
}
inline TensorValue normal_cdf(const TensorValue& x) {
  return TensorValue(0.5) * erfc(x * TensorValue(-0.70710678118654752440));
}
inline TensorValue times_normal(const TensorValue& x) {
  return x * normal_cdf(x);
}
inline TensorValue times_normal_slope(const TensorValue& x) {
  return normal_cdf(x) + x * TensorValue(0.39894228040143267794) * exp(TensorValue(-0.5) * x * x);
}
inline TensorValue log1p_exp(const TensorValue& x) {
  return TensorValue(-torch::log_sigmoid(-x.tensor()));
}
inline TensorValue log1p_exp(const TensorValue& x, const TensorValue&) {
  return log1p_exp(x);
}
inline TensorValue sigmoid(const TensorValue& t, const TensorValue&) {
  return sigmoid(t);
}
inline TensorValue times_tanh_log1p_exp(const TensorValue& x) {
  return x * tanh(log1p_exp(x));
}
inline TensorValue times_tanh_log1p_exp_slope(const TensorValue& x) {
  const TensorValue t = tanh(log1p_exp(x));
  return t + x * (TensorValue(1) - t * t) * sigmoid(x);
}
inline TensorValue x_minus_tanh(const TensorValue& x) {
  return x - tanh(x);
}
inline TensorValue select(const TensorCondition& condition, const TensorValue& a, const TensorValue& b) {
  // torch::where knows nothing of the rule that numbers take the dtype of what they meet, least of all between two.
  const auto typed = [&](const TensorValue& value) {
    const torch::Tensor& tensor = value.tensor();
    return tensor.unsafeGetTensorImpl()->is_wrapped_number() ? tensor.to(condition.dtype, false, /*copy=*/true)
                                                             : tensor;
  };
  return TensorValue(torch::where(condition.tensor, typed(a), typed(b)));
}

}  // namespace actlab
