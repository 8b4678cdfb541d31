// The catalogue as operators of torch's dispatcher: a shared library for torch.ops.load_library, in which each
// activation is actlab::<name>, with the schema that its declared parameters give. No list beside the registry.
#include <fmt/format.h>
#include <torch/library.h>

#include <string>
#include <string_view>

#include "activations/activation.h"
#include "activations/gates.h"

namespace actlab {
namespace {

// As torch.nn.functional spells it: numbers with their defaults, a dimension without, words by keyword only.
std::string schema_of(const Activation& activation) {
  std::string numbers, words;
  for (const Parameter& parameter : activation.parameters()) {
    if (const auto* real = std::get_if<double>(&parameter.value))
      numbers += fmt::format(", float {}={}", parameter.name, *real);
    else if (std::holds_alternative<std::int64_t>(parameter.value))
      numbers += fmt::format(", int {}", parameter.name);
    else
      words += fmt::format(", str {}=\"{}\"", parameter.name, std::get<std::string>(parameter.value));
  }
  return fmt::format("{}(Tensor x{}{}{}) -> Tensor", activation.spec().name, numbers, words.empty() ? "" : ", *",
                     words);
}

ParameterValue value_of(const c10::IValue& value) {
  if (value.isDouble()) return value.toDouble();
  if (value.isInt()) return value.toInt();
  return value.toStringRef();
}

// One kernel for all: the operator that is called says which activation, its arguments which parameters.
void call(const c10::OperatorHandle& op, torch::jit::Stack* stack) {
  const c10::FunctionSchema& schema = op.schema();
  const std::size_t count = schema.arguments().size();
  const auto arguments = torch::jit::last(*stack, count);
  ParameterValues values;
  for (std::size_t i = 1; i < count; ++i) values.emplace_back(schema.arguments()[i].name(), value_of(arguments[i]));
  const std::string_view name = std::string_view(schema.name()).substr(std::string_view("actlab::").size());
  torch::Tensor y = (*make_activation(name, values))(arguments[0].toTensor());
  torch::jit::drop(*stack, count);
  torch::jit::push(*stack, std::move(y));
}

void call_gate(const c10::OperatorHandle& op, torch::jit::Stack* stack) {
  const std::string_view name = std::string_view(op.schema().name()).substr(std::string_view("actlab::").size());
  const auto arguments = torch::jit::last(*stack, 2);
  torch::Tensor y = apply_gate(name, arguments[0].toTensor(), arguments[1].toInt());
  torch::jit::drop(*stack, 2);
  torch::jit::push(*stack, std::move(y));
}

// Ours records its own derivative, so that one kernel serves with and without autograd.
template <c10::KernelFunction::BoxedKernelFunction* kernel>
void add(torch::Library& library, std::string_view name, const std::string& schema) {
  library.def(torch::schema(schema.c_str()));
  for (const auto key : {c10::DispatchKey::Autograd, c10::DispatchKey::CPU}) {
    library.impl(std::string(name).c_str(), torch::dispatch(key, torch::CppFunction::makeFromBoxedFunction<kernel>()));
  }
}

TORCH_LIBRARY(actlab, library) {
  for (const ActivationPtr& activation : catalogue())
    add<&call>(library, activation->spec().name, schema_of(*activation));
  for (const Gate& gate : gates())
    add<&call_gate>(library, gate.name, fmt::format("{}(Tensor x, int dim=-1) -> Tensor", gate.name));
}

}  // namespace
}  // namespace actlab
