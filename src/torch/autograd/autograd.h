#pragma once

#include <torch/types.h>

#include <cstdint>

#include "catalogue/activation.h"
#include "catalogue/kernels/kernel.h"
#include "torch/autograd/tensor_value.h"

/// The autograd Functions, written once for every declaration.
namespace actlab {

/// An element-wise declaration with its parameters set, as autograd and the kernels see it. copy() is what a recorded
/// graph keeps, which may outlive the activation.
class ElementwiseFormula : public torch::CustomClassHolder {
 public:
  virtual c10::intrusive_ptr<ElementwiseFormula> copy() const = 0;
  virtual const Spec& spec() const = 0;
  virtual CompiledActivation compiled() const = 0;
  virtual TensorValue f(const TensorValue& x) const = 0;
  virtual TensorValue gradient(const TensorValue& saved, const TensorValue& grad_y) const = 0;
};

/// One with its learnable parameter as an argument.
class LearnableFormula : public torch::CustomClassHolder {
 public:
  virtual c10::intrusive_ptr<LearnableFormula> copy() const = 0;
  virtual const Spec& spec() const = 0;
  virtual CompiledActivation compiled() const = 0;
  virtual TensorValue f_at(const TensorValue& x, const TensorValue& parameter) const = 0;
  virtual TensorValue df_at(const TensorValue& x, const TensorValue& parameter) const = 0;
  virtual TensorValue df_dparameter(const TensorValue& x, const TensorValue& parameter) const = 0;
};

/// A row-wise one.
class RowwiseFormula : public torch::CustomClassHolder {
 public:
  virtual c10::intrusive_ptr<RowwiseFormula> copy() const = 0;
  virtual torch::Tensor f(const torch::Tensor& x) const = 0;
  virtual torch::Tensor vjp(const torch::Tensor& y, const torch::Tensor& grad_y) const = 0;
  virtual const RowKernel& kernel() const = 0;  ///< the same over rows that lie densely
  virtual std::int64_t dim() const = 0;
};

/// x in the precision that is computed in: float32 for half precision, x itself otherwise.
torch::Tensor to_compute_type(const torch::Tensor& x);

/// y = f(x), differentiable to any order. With gradients recorded (double backward) the derivative is evaluated as a
/// graph of tensor operations; without, by the one-pass kernel. What is saved is an input or an output, never an
/// intermediate: autograd could not see through that, and the second derivative would be silently wrong.
torch::Tensor apply_formula(const ElementwiseFormula& formula, const torch::Tensor& x);
torch::Tensor apply_formula(const RowwiseFormula& formula, const torch::Tensor& x);

/// y = f(x; parameter), with the parameter's gradient too; see Activation::with_parameter.
torch::Tensor apply_formula(const LearnableFormula& formula, const torch::Tensor& x, const torch::Tensor& parameter);

}  // namespace actlab
