#pragma once

#include <torch/types.h>

namespace actlab {

/// The tensor implementation of an activation outside of the catalogue, called by the functions of apply.h.
class TensorFunctions {
 public:
  virtual ~TensorFunctions() = default;

  /// y = f(x), differentiable to any order; y has x's shape and dtype.
  virtual torch::Tensor apply(const torch::Tensor& x) const = 0;

  /// y = f(x; parameter). Called only if the activation has a learnable parameter. Throws c10::Error unless overridden.
  virtual torch::Tensor with_parameter(const torch::Tensor& x, const torch::Tensor& parameter) const;

  /// y = f(x) as in training. By default `apply`.
  virtual torch::Tensor train(const torch::Tensor& x, const at::Generator& generator) const;

  /// The reference to compare f(x) with. By default `apply`.
  virtual torch::Tensor reference(const torch::Tensor& x) const { return apply(x); }
};

}  // namespace actlab
