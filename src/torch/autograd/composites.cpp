#include "torch/autograd/composites.h"

#include <ATen/CPUGeneratorImpl.h>

#include "core/text.h"
#include "torch/autograd/allocation.h"
#include "torch/autograd/operators.h"
#include "torch/autograd/parameter_checks.h"
#include "torch/autograd/tensor_formula.h"

namespace actlab {
namespace {

const Activation& activation_at(std::size_t index) {
  return *catalogue()[index];
}

// With the conditions and messages of torch.nn.functional.prelu.
void check_parameter(std::string_view name, const torch::Tensor& x, const torch::Tensor& parameter) {
  TORCH_CHECK(parameter.scalar_type() == x.scalar_type(), name, ": Type promoting not supported. Got ", x.scalar_type(),
              " and ", parameter.scalar_type());
  TORCH_CHECK(parameter.dim() <= 1, name,
              ": Expected the parameter to be a scalar or 1D tensor, but got: ndim = ", parameter.dim());
  if (parameter.sym_numel() == 1) return;
  TORCH_CHECK(x.dim() > 0, "Not allow zero-dim input tensor.");
  const c10::SymInt features = x.dim() < 2 ? c10::SymInt(1) : x.sym_sizes()[1];
  TORCH_CHECK(parameter.sym_numel() == features,
              "Mismatch of parameter numbers and input channel size. Found parameter numbers = ", parameter.sym_numel(),
              " and channel size = ", features, ".");
}

// Reshapes the parameter so that it broadcasts over x.
torch::Tensor broadcastable(const torch::Tensor& parameter, const torch::Tensor& x) {
  if (parameter.sym_numel() == 1) return parameter.dim() == 0 ? parameter : parameter.reshape({});
  std::vector<c10::SymInt> sizes(static_cast<std::size_t>(x.dim()), 1);
  sizes[1] = parameter.sym_numel();
  return parameter.reshape_symint(sizes);
}

torch::Tensor with_initial_parameter(std::size_t index, const torch::Tensor& x) {
  std::vector<c10::IValue> arguments{x};
  push_parameters(activation_at(index).definition(), arguments);
  return operators().elementwise[index].forward->call(std::move(arguments));
}

}  // namespace

torch::Tensor apply_learnable(std::size_t index, const torch::Tensor& x, const torch::Tensor& parameter) {
  check_parameter(activation_at(index).spec().name, x, parameter);
  return (*operators().learnable[index].forward)({x, broadcastable(parameter, x)});
}

std::string LearnableComposite::schema(std::size_t index) {
  const Activation& activation = activation_at(index);
  const bool is_optional = !activation.learned();
  return concat(activation.spec().name, "(Tensor input, Tensor", is_optional ? "? " : " ", activation.learnable(),
                is_optional ? "=None" : "", ") -> Tensor");
}

void LearnableComposite::operator()(const c10::OperatorHandle&, c10::DispatchKeySet, torch::jit::Stack* stack) const {
  const auto arguments = torch::jit::last(*stack, 2);
  const torch::Tensor& x = arguments[0].toTensor();
  torch::Tensor result =
      arguments[1].isTensor() ? apply_learnable(index_, x, arguments[1].toTensor()) : with_initial_parameter(index_, x);
  torch::jit::drop(*stack, 2);
  torch::jit::push(*stack, std::move(result));
}

std::string RandomComposite::schema(std::size_t index) {
  const Activation& activation = activation_at(index);
  return concat(activation.spec().name, "(Tensor input", parameters_text(activation),
                ", bool training=False) -> Tensor");
}

void RandomComposite::operator()(const c10::OperatorHandle& handle, c10::DispatchKeySet,
                                 torch::jit::Stack* stack) const {
  const std::size_t count = handle.schema().arguments().size();
  const auto arguments = torch::jit::last(*stack, count);
  const torch::Tensor x = arguments[0].toTensor();
  const auto parameters = arguments.slice(1, count - 2);
  const bool trains = arguments[count - 1].toBool();
  torch::Tensor result = trains ? x * (*operators().random_slopes[index_])({x}, parameters)
                                : (*operators().elementwise[index_].forward)({x}, parameters);
  torch::jit::drop(*stack, count);
  torch::jit::push(*stack, std::move(result));
}

RandomSlopes::RandomSlopes(std::size_t index)
    : Operator(concat("_", activation_at(index).spec().name, "_slopes"), {"input"},
               parameters_text(activation_at(index))),
      index_(index) {}

void RandomSlopes::check(const Arguments& arguments) const {
  if (const ParameterCheck of_name = parameter_check(activation_at(index_).spec().name)) of_name(arguments);
}

// Of numbers with the signs of x: the result of training is then the slope with this sign.
torch::Tensor RandomSlopes::compute(const Arguments& arguments) const {
  const torch::Tensor x = to_compute_type(arguments[0]);
  const torch::Tensor signs = at::where(x <= 0, at::full({}, -1, x.options()), at::full({}, 1, x.options()));
  return with_tensor_formula(index_, arguments.parameters(), [&](const TensorFormula& formula) {
    const torch::Tensor drawn = formula.train(signs, at::Generator());
    return empty_in_order_of(arguments[0], arguments[0].scalar_type()).copy_(drawn * signs);
  });
}

torch::Tensor RandomSlopes::allocate(const Arguments& arguments) const {
  return empty_in_order_of(arguments[0], arguments[0].scalar_type());
}

}  // namespace actlab
