#pragma once

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>
#include <torch/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace actlab {

/// The arguments of a call: first the tensors, then the parameters.
class Arguments {
 public:
  Arguments(c10::ArrayRef<c10::IValue> values, std::size_t tensors) : values_(values), tensors_(tensors) {}
  const torch::Tensor& operator[](std::size_t i) const { return values_[i].toTensor(); }
  std::size_t tensors() const { return tensors_; }
  c10::ArrayRef<c10::IValue> parameters() const { return values_.slice(tensors_); }

 private:
  c10::ArrayRef<c10::IValue> values_;
  std::size_t tensors_;
};

/// What a derivative is computed from. Tensors that the operator does not save are undefined.
struct SavedCall {
  std::vector<torch::Tensor> tensors;
  torch::Tensor result;
  std::vector<c10::IValue> parameters;
};

/// An operator of torch's dispatcher whose result is one tensor: its schema, its kernels below autograd, and its
/// derivatives. registration.cpp adds what all have in common. The derivatives call operators, so they are traced,
/// batched and differentiated again.
class Operator {
 public:
  /// `name` may end in an overload: "swish.Scalar". `parameters` is the rest of the schema's arguments.
  Operator(std::string name, std::vector<std::string> tensors, std::string parameters);
  virtual ~Operator() = default;
  Operator(const Operator&) = delete;
  Operator& operator=(const Operator&) = delete;

  const std::string& name() const { return name_; }
  std::string schema() const;
  std::size_t tensors() const { return tensors_.size(); }

  /// The name of a node of the autograd graph: "GeluBackward" for gelu.
  const std::string& node_name() const { return node_name_; }

  /// Throws c10::Error if the parameters make no sense.
  virtual void check(const Arguments&) const {}
  /// On the CPU, with kernels.
  virtual torch::Tensor compute(const Arguments& arguments) const = 0;
  /// With operations on tensors, on any device.
  virtual torch::Tensor define(const Arguments& arguments) const = 0;
  /// A tensor like the one that `compute` returns, with the same strides, but without values. Sizes may be symbolic.
  virtual torch::Tensor allocate(const Arguments& arguments) const = 0;

  /// Whether the derivatives need the i-th tensor, and the result.
  virtual bool saves(std::size_t) const { return true; }
  virtual bool saves_result() const { return false; }
  /// The gradient of the i-th tensor, from the gradient of the result. Not called for a random operator.
  virtual torch::Tensor vjp(std::size_t i, const torch::Tensor& grad, const SavedCall& call) const;
  /// The tangent of the result, from that of the i-th tensor. For element-wise operators this is the same product.
  virtual torch::Tensor jvp(std::size_t i, const torch::Tensor& tangent, const SavedCall& call) const {
    return vjp(i, tangent, call);
  }

  /// Whether the last parameter is a dimension; otherwise the operator is element-wise.
  virtual bool has_dimension() const { return false; }
  /// Whether it draws random numbers. It then has no derivative: its result is a constant.
  virtual bool is_random() const { return false; }

  /// Calls the operator through the dispatcher.
  torch::Tensor operator()(at::TensorList tensors, c10::ArrayRef<c10::IValue> parameters = {}) const;
  torch::Tensor call(std::vector<c10::IValue> arguments) const;
  /// Set once by registration.cpp.
  void set_handle(const c10::OperatorHandle& handle) const { handle_ = handle; }

 private:
  const c10::OperatorHandle& handle() const;

  std::string name_, parameters_, node_name_;
  std::vector<std::string> tensors_;
  mutable std::optional<c10::OperatorHandle> handle_;
};

}  // namespace actlab
