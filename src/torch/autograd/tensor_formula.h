#pragma once

#include <c10/util/FunctionRef.h>
#include <torch/types.h>

#include "catalogue/activation.h"
#include "catalogue/kernels/kernel.h"
#include "torch/autograd/tensor_value.h"

namespace actlab {

/// A definition of the catalogue with its parameters set, on tensors. A recorded graph keeps a copy, which may outlive
/// the activation.
class TensorFormula : public torch::CustomClassHolder {
 public:
  virtual c10::intrusive_ptr<TensorFormula> copy() const = 0;
  virtual const Spec& spec() const = 0;
  virtual bool is_row_wise() const = 0;

  // Of an element-wise one: the kernels, and the definition on tensors.
  virtual CompiledActivation compiled() const = 0;
  virtual TensorValue f(const TensorValue& x) const = 0;
  virtual TensorValue gradient(const TensorValue& saved, const TensorValue& grad_y) const = 0;

  // The same with a value for the learnable parameter.
  virtual TensorValue f_at(const TensorValue& x, const TensorValue& parameter) const = 0;
  virtual TensorValue derivative_at(const TensorValue& x, const TensorValue& parameter) const = 0;
  virtual TensorValue derivative_by_parameter_at(const TensorValue& x, const TensorValue& parameter) const = 0;

  // Of a row-wise one: y = f(x) and the vector-Jacobian product along a dimension, and the kernel for dense rows.
  virtual torch::Tensor rows(const torch::Tensor& x) const = 0;
  virtual torch::Tensor vjp(const torch::Tensor& y, const torch::Tensor& grad_y) const = 0;
  virtual RowForm form() const = 0;
  virtual std::int64_t dim() const = 0;

  /// f with numbers drawn from `generator`, of an activation that is random in training.
  virtual torch::Tensor train(const torch::Tensor& x, const at::Generator& generator) const = 0;

  /// torch's operator of the same meaning or, if there is none, a composition of others in float64.
  virtual torch::Tensor reference(const torch::Tensor& x) const = 0;
};

/// Calls `use` with the formula of an activation of the catalogue, and returns what it returns.
torch::Tensor with_tensor_formula(const DefinitionObject& definition,
                                  c10::function_ref<torch::Tensor(const TensorFormula&)> use);

}  // namespace actlab
