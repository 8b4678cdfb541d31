#pragma once

#include <torch/types.h>

#include <string_view>

#include "activations/activation.h"
#include "simd/kernel.h"
#include "simd/tensor_value.h"

/// The autograd Functions, written once for every declaration.
namespace actlab {

/// An element-wise declaration with its parameters set, as autograd and the kernels see it.
class ElementwiseFormula : public torch::CustomClassHolder {
 public:
  virtual const Spec& spec() const = 0;
  virtual CompiledActivation compiled() const = 0;
  virtual TensorValue f(const TensorValue& x) const = 0;
  virtual TensorValue df(const TensorValue& saved) const = 0;
};

/// One with a learnable parameter.
class LearnableFormula : public ElementwiseFormula {
 public:
  virtual TensorValue f_at(const TensorValue& x, const TensorValue& parameter) const = 0;
  virtual TensorValue df_at(const TensorValue& x, const TensorValue& parameter) const = 0;
  virtual TensorValue df_dparameter(const TensorValue& x, const TensorValue& parameter) const = 0;
};

/// A row-wise one.
class RowwiseFormula : public torch::CustomClassHolder {
 public:
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
torch::Tensor apply(const c10::intrusive_ptr<ElementwiseFormula>& formula, const torch::Tensor& x);
torch::Tensor apply(const c10::intrusive_ptr<RowwiseFormula>& formula, const torch::Tensor& x);

/// y = f(x; parameter), with the parameter's gradient too; see Activation::with_parameter.
torch::Tensor apply(const c10::intrusive_ptr<LearnableFormula>& formula, const torch::Tensor& x,
                    const torch::Tensor& parameter);

}  // namespace actlab
