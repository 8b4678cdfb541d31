#pragma once

#include <string>

#include "torch/autograd/operator.h"

/// Operators that are composed of others, which have their derivatives: they need no kernel of their own.
namespace actlab {

/// f(x; parameter) of the learnable activation with this index: see apply_with_parameter.
torch::Tensor apply_learnable(std::size_t index, const torch::Tensor& x, const torch::Tensor& parameter);

/// f(x; parameter) as an operator: reshapes a parameter of one element, or of one for each feature (dimension 1), so
/// that it broadcasts over x. Without a parameter, f with its initial value.
class LearnableComposite final : public c10::OperatorKernel {
 public:
  explicit LearnableComposite(std::size_t index) : index_(index) {}
  void operator()(const c10::OperatorHandle& handle, c10::DispatchKeySet keys, torch::jit::Stack* stack) const;

  /// Its schema: the parameter is optional if the activation also has one with a number.
  static std::string schema(std::size_t index);

 private:
  std::size_t index_;
};

/// f(x), in training with slopes that are drawn from torch's default generator.
class RandomComposite final : public c10::OperatorKernel {
 public:
  explicit RandomComposite(std::size_t index) : index_(index) {}
  void operator()(const c10::OperatorHandle& handle, c10::DispatchKeySet keys, torch::jit::Stack* stack) const;

  static std::string schema(std::size_t index);

 private:
  std::size_t index_;
};

/// The random factors of x in training: "_rrelu_slopes".
class RandomSlopes final : public Operator {
 public:
  explicit RandomSlopes(std::size_t index);

  void check(const Arguments& arguments) const override;
  torch::Tensor compute(const Arguments& arguments) const override;
  torch::Tensor define(const Arguments& arguments) const override { return compute(arguments); }
  torch::Tensor allocate(const Arguments& arguments) const override;
  bool is_random() const override { return true; }

 private:
  std::size_t index_;
};

}  // namespace actlab
