#pragma once

#include <ATen/core/ivalue.h>
#include <c10/util/FunctionRef.h>
#include <torch/types.h>

#include "catalogue/activation.h"
#include "catalogue/kernels/kernel.h"

namespace actlab {

/// A variable of a definition: its input, or the parameter that a layer learns.
enum class Variable { input, parameter };

/// A definition of the catalogue, with its parameters set, evaluated with operations on tensors. Each result can be
/// differentiated again, and has the dtype in which it was computed: `computed_in` of the dtype of x.
///
/// Values and derivatives that have a limit at an infinite input take it, where the formula would give NaN. Calling a
/// function that the definition does not have is an internal error.
class TensorFormula {
 public:
  virtual ~TensorFormula() = default;
  virtual const Spec& spec() const = 0;

  // For element-wise definitions: the kernels; f(x); the gradient of x, from the tensor that spec().saved selects and
  // the gradient of y; and the derivative of that gradient by the saved tensor.
  virtual CompiledActivation compiled() const = 0;
  virtual torch::Tensor value(const torch::Tensor& x) const = 0;
  virtual torch::Tensor gradient(const torch::Tensor& saved, const torch::Tensor& grad_y) const = 0;
  virtual torch::Tensor gradient_slope(const torch::Tensor& saved, const torch::Tensor& grad_y) const = 0;

  // The same for a value of the learnable parameter, which has a shape that broadcasts over x.
  virtual torch::Tensor value_at(const torch::Tensor& x, const torch::Tensor& parameter) const = 0;
  virtual torch::Tensor derivative_at(const torch::Tensor& x, const torch::Tensor& parameter, Variable by) const = 0;
  virtual torch::Tensor second_derivative_at(const torch::Tensor& x, const torch::Tensor& parameter, Variable by,
                                             Variable then_by) const = 0;

  // For row-wise definitions: y = f(x) and the vector-Jacobian product along dim().
  virtual torch::Tensor rows(const torch::Tensor& x) const = 0;
  virtual torch::Tensor vjp(const torch::Tensor& y, const torch::Tensor& grad_y) const = 0;
  virtual RowForm form() const = 0;
  virtual std::int64_t dim() const = 0;

  /// f(x) with random numbers from `generator`, for definitions that are random in training.
  virtual torch::Tensor train(const torch::Tensor& x, const at::Generator& generator) const = 0;

  /// torch's built-in operator or, if it has none, a composition of operators, computed in float64.
  virtual torch::Tensor reference(const torch::Tensor& x) const = 0;
};

/// Converts float16 and bfloat16 to float32, the type they are computed in. Returns other tensors unchanged.
torch::Tensor to_compute_type(const torch::Tensor& x);

/// Converts to float64, in which powers of a float32 do not overflow; to float32 on devices that lack float64.
torch::Tensor to_widest_type(const torch::Tensor& x);

using UseFormula = c10::function_ref<torch::Tensor(const TensorFormula&)>;

/// Calls `use` with the formula of a definition of the catalogue and returns its result.
torch::Tensor with_tensor_formula(const DefinitionObject& definition, UseFormula use);

/// The same, for the definition with this index in the catalogue and the values of its parameters, in their order.
/// Those that are not given have their default. Throws c10::Error for a text that is not among the choices.
torch::Tensor with_tensor_formula(std::size_t index, c10::ArrayRef<c10::IValue> parameters, UseFormula use);

/// The values of a definition's parameters, in their order.
void push_parameters(const DefinitionObject& definition, std::vector<c10::IValue>& values);

}  // namespace actlab
