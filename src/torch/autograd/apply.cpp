#include "torch/autograd/apply.h"

#include "core/error.h"
#include "core/text.h"
#include "torch/autograd/composites.h"
#include "torch/autograd/operators.h"
#include "torch/autograd/tensor_formula.h"
#include "torch/autograd/tensor_functions.h"

namespace actlab {
namespace {

void check_floating(const Activation& activation, const torch::Tensor& x) {
  TORCH_CHECK(torch::isFloatingType(x.scalar_type()), activation.spec().name,
              ": expected a floating-point tensor, got ", x.scalar_type(),
              ". Convert it first, e.g. x.to(torch::kFloat).");
}

const TensorFunctions& tensor_functions(const Activation& activation) {
  const auto* const functions = dynamic_cast<const TensorFunctions*>(&activation);
  TORCH_CHECK(functions != nullptr, activation.spec().name,
              ": is not in the catalogue and defines no tensor implementation");
  return *functions;
}

}  // namespace

torch::Tensor apply(const Activation& activation, const torch::Tensor& x) {
  const DefinitionObject definition = activation.definition();
  if (definition.object == nullptr) return tensor_functions(activation).apply(x);
  const Operators& all = operators();
  const OperatorPtr& one =
      activation.is_row_wise() ? all.rowwise[definition.index].forward : all.elementwise[definition.index].forward;
  std::vector<c10::IValue> arguments{x};
  push_parameters(definition, arguments);
  return one->call(std::move(arguments));
}

torch::Tensor apply_with_parameter(const Activation& activation, const torch::Tensor& x,
                                   const torch::Tensor& parameter) {
  if (activation.learnable().empty() && !activation.learned())
    throw UsageError(concat(activation.spec().name, " has no learnable parameter"));
  const DefinitionObject definition = activation.definition();
  if (definition.object == nullptr) return tensor_functions(activation).with_parameter(x, parameter);
  return apply_learnable(definition.index, x, parameter);
}

torch::Tensor apply_in_training(const Activation& activation, const torch::Tensor& x, const at::Generator& generator) {
  const DefinitionObject definition = activation.definition();
  if (definition.object == nullptr) return tensor_functions(activation).train(x, generator);
  if (!activation.is_random()) return apply(activation, x);
  check_floating(activation, x);
  return with_tensor_formula(definition, [&](const TensorFormula& formula) {
    return formula.train(to_compute_type(x), generator).to(x.scalar_type());
  });
}

torch::Tensor apply_reference(const Activation& activation, const torch::Tensor& x) {
  const DefinitionObject definition = activation.definition();
  if (definition.object == nullptr) return tensor_functions(activation).reference(x);
  return with_tensor_formula(definition, [&](const TensorFormula& formula) { return formula.reference(x); });
}

torch::Tensor TensorFunctions::with_parameter(const torch::Tensor&, const torch::Tensor&) const {
  TORCH_CHECK(false, "an activation with a learnable parameter must override with_parameter");
}

torch::Tensor TensorFunctions::train(const torch::Tensor& x, const at::Generator&) const {
  return apply(x);
}

}  // namespace actlab
