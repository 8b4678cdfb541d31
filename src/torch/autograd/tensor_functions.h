#pragma once

#include <torch/types.h>

namespace actlab {

/// What an activation outside of the catalogue is on tensors: see the functions of Activation, which call these.
class TensorFunctions {
 public:
  virtual ~TensorFunctions() = default;

  /// y = f(x), differentiable to any order; y has x's shape and dtype.
  virtual torch::Tensor apply(const torch::Tensor& x) const = 0;

  /// y = f(x; parameter). Called only where the activation has one that can be learned; throws c10::Error unless
  /// overridden.
  virtual torch::Tensor with_parameter(const torch::Tensor& x, const torch::Tensor& parameter) const;

  /// y = f(x) as in training.
  virtual torch::Tensor train(const torch::Tensor& x, const at::Generator& generator) const;

  /// What it is to be compared with; itself unless overridden.
  virtual torch::Tensor reference(const torch::Tensor& x) const { return apply(x); }
};

}  // namespace actlab
