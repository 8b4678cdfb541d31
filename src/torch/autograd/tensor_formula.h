#pragma once

#include <c10/util/FunctionRef.h>
#include <torch/types.h>

#include "catalogue/activation.h"
#include "catalogue/kernels/kernel.h"
#include "torch/autograd/tensor_value.h"

namespace actlab {

/// A definition of the catalogue, with its parameters set, evaluated on tensors. A recorded graph owns a copy, because
/// it may outlive the activation. Calling a function that the definition does not have is an internal error.
class TensorFormula : public torch::CustomClassHolder {
 public:
  virtual c10::intrusive_ptr<TensorFormula> copy() const = 0;
  virtual const Spec& spec() const = 0;
  virtual bool is_row_wise() const = 0;

  // For element-wise definitions: the kernels, f(x), and the gradient of x (from the tensor that spec().saved selects).
  virtual CompiledActivation compiled() const = 0;
  virtual TensorValue f(const TensorValue& x) const = 0;
  virtual TensorValue gradient(const TensorValue& saved, const TensorValue& grad_y) const = 0;

  // The same for a value of the learnable parameter.
  virtual TensorValue f_at(const TensorValue& x, const TensorValue& parameter) const = 0;
  virtual TensorValue derivative_at(const TensorValue& x, const TensorValue& parameter) const = 0;
  virtual TensorValue derivative_by_parameter_at(const TensorValue& x, const TensorValue& parameter) const = 0;

  // For row-wise definitions: y = f(x) and the vector-Jacobian product along dim(), and the kernel for contiguous rows.
  virtual torch::Tensor rows(const torch::Tensor& x) const = 0;
  virtual torch::Tensor vjp(const torch::Tensor& y, const torch::Tensor& grad_y) const = 0;
  virtual RowForm form() const = 0;
  virtual std::int64_t dim() const = 0;

  /// f(x) with random numbers from `generator`, for definitions that are random in training.
  virtual torch::Tensor train(const torch::Tensor& x, const at::Generator& generator) const = 0;

  /// torch's built-in operator or, if it has none, a composition of operators, computed in float64.
  virtual torch::Tensor reference(const torch::Tensor& x) const = 0;
};

/// Calls `use` with the formula of a definition of the catalogue and returns its result.
torch::Tensor with_tensor_formula(const DefinitionObject& definition,
                                  c10::function_ref<torch::Tensor(const TensorFormula&)> use);

}  // namespace actlab
