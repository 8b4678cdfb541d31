#include "torch/autograd/operators.h"

#include "catalogue/gates.h"
#include "core/text.h"
#include "torch/autograd/composites.h"

namespace actlab {
namespace {

// Whether the parameter says how a layer learns; the operator takes the tensor instead.
bool is_layer_setting(const Parameter& parameter) {
  return std::holds_alternative<bool>(parameter.value);
}

Operators make_operators() {
  Operators operators;
  for (const ActivationPtr& activation : catalogue()) {
    const std::size_t index = activation->definition().index;
    const bool is_row_wise = activation->is_row_wise();
    const bool has_tensor = !activation->learnable().empty();
    operators.elementwise.push_back(is_row_wise ? ElementwiseOperators{} : elementwise_operators(index, *activation));
    operators.learnable.push_back(has_tensor ? learnable_operators(index, *activation) : LearnableOperators{});
    operators.rowwise.push_back(is_row_wise ? rowwise_operators(index, *activation) : DimensionOperators{});
    operators.random_slopes.push_back(activation->is_random() ? std::make_unique<RandomSlopes>(index) : nullptr);
  }
  for (std::size_t i = 0; i < gates.size(); ++i) operators.gates.push_back(gate_operators(i));
  return operators;
}

}  // namespace

std::string parameters_text(const Activation& activation) {
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
  return positional + (keyword_only.empty() ? "" : ", *") + keyword_only;
}

std::vector<const Operator*> Operators::all() const {
  std::vector<const Operator*> list;
  const auto add = [&](const auto&... each) { ((each ? list.push_back(each.get()) : void()), ...); };
  for (const auto& [forward, backward] : elementwise) add(forward, backward);
  for (const auto& [forward, backward, parameter_backward] : learnable) add(forward, backward, parameter_backward);
  for (const auto& [forward, backward] : rowwise) add(forward, backward);
  for (const auto& [forward, backward] : gates) add(forward, backward);
  for (const auto& slopes : random_slopes) add(slopes);
  return list;
}

const Operators& operators() {
  // Never destroyed: the dispatcher may call them until the process ends.
  static const Operators* const all = new Operators(make_operators());
  return *all;
}

}  // namespace actlab
