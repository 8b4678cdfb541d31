#include "torch/autograd/by_name.h"

#include "core/error.h"
#include "core/text.h"
#include "torch/autograd/apply.h"
#include "torch/autograd/operators.h"
#include "torch/autograd/tensor_formula.h"

namespace actlab {
namespace {

// The tensor that f' is computed from: see Saved.
torch::Tensor saved_of(const Activation& activation, const torch::Tensor& z, const torch::Tensor& a) {
  if (activation.spec().saved == Saved::input) {
    if (z.defined()) return z;
    throw UsageError(concat("the derivative of ", activation.spec().name,
                            " cannot be computed from its output alone: give the pre-activation z as well"));
  }
  if (a.defined()) return a;
  if (z.defined()) return apply(activation, z);
  throw UsageError(concat("the derivative of ", activation.spec().name, " needs z or a, but both are undefined"));
}

torch::Tensor derivative(const Activation& activation, const torch::Tensor& saved) {
  const torch::Tensor ones = torch::ones_like(saved);
  if (activation.spec().unit_derivative) return ones;
  const DefinitionObject definition = activation.definition();
  std::vector<c10::IValue> arguments{ones, saved};
  push_parameters(definition, arguments);
  return operators().elementwise[definition.index].backward->call(std::move(arguments));
}

}  // namespace

torch::Tensor activation_forward(const torch::Tensor& x, std::string_view name, const ParameterValues& values) {
  return apply(*make_activation(name, values), x);
}

torch::Tensor activation_backward(const torch::Tensor& z, const torch::Tensor& a, std::string_view name,
                                  const ParameterValues& values) {
  const ActivationPtr activation = make_activation(name, values);
  if (activation->is_row_wise()) {
    throw UsageError(concat("the derivative of ", activation->spec().name,
                            " is a matrix for each row, not a number for each element: differentiate the result of "
                            "activation_forward instead"));
  }
  const torch::NoGradGuard no_grad;
  const torch::Tensor saved = saved_of(*activation, z, a);
  return derivative(*activation, saved);
}

}  // namespace actlab
