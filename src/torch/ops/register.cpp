// Registers the catalogue as operators of torch's dispatcher, in a shared library for torch.ops.load_library. Each
// activation is actlab::<name>; its schema follows from its declared parameters.
#include <ATen/CPUGeneratorImpl.h>
#include <torch/library.h>

#include <string>
#include <string_view>

#include "catalogue/activation.h"
#include "catalogue/gates.h"
#include "core/text.h"
#include "torch/autograd/apply.h"
#include "torch/autograd/gates.h"

namespace actlab {
namespace {

constexpr std::string_view prefix = "actlab::";
constexpr std::string_view training = "training";

bool is_layer_setting(const Parameter& parameter) {
  return std::holds_alternative<bool>(parameter.value);  // how the layer learns; the operator takes the tensor instead
}

// As in torch.nn.functional: numbers have defaults, a dimension has none, strings are keyword-only.
std::string schema_of(const Activation& activation) {
  std::string positional, keyword_only;
  for (const Parameter& parameter : activation.parameters()) {
    if (is_layer_setting(parameter)) continue;
    if (const auto* real = std::get_if<double>(&parameter.value))
      positional += concat(", float ", parameter.name, "=", *real);
    else if (std::holds_alternative<std::int64_t>(parameter.value))
      positional += concat(", int ", parameter.name);
    else
      keyword_only += concat(", str ", parameter.name, "=\"", std::get<std::string>(parameter.value), "\"");
  }
  if (activation.is_random()) positional += concat(", bool ", training, "=False");
  return concat(activation.spec().name, "(Tensor x", positional, keyword_only.empty() ? "" : ", *", keyword_only,
                ") -> Tensor");
}

// With the learnable parameter as a tensor. The only schema if a layer always learns it; otherwise an overload.
std::string schema_with_parameter(const Activation& activation) {
  return concat(activation.spec().name, activation.learned() ? "" : ".learnable", "(Tensor x, Tensor ",
                activation.learnable(), ") -> Tensor");
}

ParameterValue value_of(const c10::IValue& value) {
  if (value.isDouble()) return value.toDouble();
  if (value.isInt()) return value.toInt();
  return value.toStringRef();
}

std::string_view name_of(const c10::OperatorHandle& op) {
  return std::string_view(op.schema().name()).substr(prefix.size());
}

// One boxed kernel for all: the called operator determines the activation, its arguments the parameters.
void call(const c10::OperatorHandle& op, torch::jit::Stack* stack) {
  const c10::FunctionSchema& schema = op.schema();
  const std::size_t count = schema.arguments().size();
  const auto arguments = torch::jit::last(*stack, count);
  ParameterValues values;
  bool trains = false;
  for (std::size_t i = 1; i < count; ++i) {
    const std::string& name = schema.arguments()[i].name();
    if (name == training)
      trains = arguments[i].toBool();
    else
      values.emplace_back(name, value_of(arguments[i]));
  }
  const ActivationPtr activation = make_activation(name_of(op), values);
  const torch::Tensor x = arguments[0].toTensor();
  torch::Tensor y =
      trains ? apply_in_training(*activation, x, at::detail::getDefaultCPUGenerator()) : apply(*activation, x);
  torch::jit::drop(*stack, count);
  torch::jit::push(*stack, std::move(y));
}

void call_with_parameter(const c10::OperatorHandle& op, torch::jit::Stack* stack) {
  const auto arguments = torch::jit::last(*stack, 2);
  torch::Tensor y =
      apply_with_parameter(*make_activation(name_of(op)), arguments[0].toTensor(), arguments[1].toTensor());
  torch::jit::drop(*stack, 2);
  torch::jit::push(*stack, std::move(y));
}

void call_gate(const c10::OperatorHandle& op, torch::jit::Stack* stack) {
  const auto arguments = torch::jit::last(*stack, 2);
  torch::Tensor y = apply_gate(name_of(op), arguments[0].toTensor(), arguments[1].toInt());
  torch::jit::drop(*stack, 2);
  torch::jit::push(*stack, std::move(y));
}

// The kernel records its own derivative, so it serves both with and without autograd.
template <c10::KernelFunction::BoxedKernelFunction* kernel>
void add(torch::Library& library, const std::string& schema) {
  library.def(torch::schema(schema.c_str()));
  const std::string name = schema.substr(0, schema.find('('));
  for (const auto key : {c10::DispatchKey::Autograd, c10::DispatchKey::CPU}) {
    library.impl(name.c_str(), torch::dispatch(key, torch::CppFunction::makeFromBoxedFunction<kernel>()));
  }
}

TORCH_LIBRARY(actlab, library) {
  for (const ActivationPtr& activation : catalogue()) {
    if (!activation->learnable().empty()) add<&call_with_parameter>(library, schema_with_parameter(*activation));
    if (!activation->learned()) add<&call>(library, schema_of(*activation));
  }
  for (const Gate& gate : gates) add<&call_gate>(library, concat(gate.name, "(Tensor x, int dim=-1) -> Tensor"));
}

}  // namespace
}  // namespace actlab
