#include "app/cli_tensors/bound_function.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "app/cli_tensors/draw.h"
#include "core/error.h"
#include "torch/plugin/registered_operator.h"
#include "torch/plugin/script.h"

namespace actlab {
namespace {

/// What one argument gets: nullopt for none, else the specs of its tensors (nullopt: an element that is none).
using Given = std::optional<std::vector<std::optional<TensorSpec>>>;

std::vector<std::string_view> names_of(const std::vector<TensorArgument>& arguments) {
  std::vector<std::string_view> names;
  for (const TensorArgument& argument : arguments) names.push_back(argument.name);
  return names;
}

/// Distributes the inputs of the command line over the arguments.
class Assignment {
 public:
  Assignment(std::string title, const std::vector<TensorArgument>& arguments)
      : title_(std::move(title)), arguments_(arguments), given_(arguments.size()), is_set_(arguments.size()) {}

  std::vector<Given> assign(const std::vector<InputSpec>& inputs) && {
    std::vector<InputSpec> unnamed;
    for (const InputSpec& input : inputs) {
      if (input.name.empty())
        unnamed.push_back(input);
      else
        set(index_of(input), input);
    }
    if (!unnamed.empty()) assign_by_place(unnamed);
    for (std::size_t i = 0; i < arguments_.size(); ++i) {
      if (!is_set_[i] && !arguments_[i].may_be_none) given_[i] = {{TensorSpec()}};
    }
    return std::move(given_);
  }

 private:
  std::size_t index_of(const InputSpec& input) const {
    for (std::size_t i = 0; i < arguments_.size(); ++i) {
      if (arguments_[i].name == input.name) return i;
    }
    throw UsageError(fmt::format("--input {}: {}. {} gets --input for tensors only; other arguments are given by --arg",
                                 input.text, unknown_name("tensor", input.name, names_of(arguments_)), title_));
  }

  void set(std::size_t i, const InputSpec& input) {
    const TensorArgument& argument = arguments_[i];
    const auto refuse = [&](std::string_view why) {
      throw UsageError(fmt::format("--input {}: {} is of type {} {}", input.text, argument.name, argument.type, why));
    };
    if (is_set_[i] && (!argument.is_list || input.is_list || input.is_none)) refuse("and was given before");
    if (input.is_none && !argument.may_be_none) refuse("and cannot be none");
    if (input.is_list && !argument.is_list) refuse("and takes one tensor, not a list");
    for (const auto& tensor : input.tensors) {
      if (!tensor && !argument.elements_may_be_none) refuse("and its elements cannot be none");
    }
    is_set_[i] = true;
    if (input.is_none) return;
    if (!given_[i]) given_[i].emplace();
    given_[i]->insert(given_[i]->end(), input.tensors.begin(), input.tensors.end());
  }

  void assign_by_place(const std::vector<InputSpec>& unnamed) {
    std::vector<TensorArgument> open;
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < arguments_.size(); ++i) {
      if (is_set_[i]) continue;
      open.push_back(arguments_[i]);
      positions.push_back(i);
    }
    const bool has_list = std::any_of(unnamed.begin(), unnamed.end(), [](const InputSpec& i) { return i.is_list; });
    const auto shares = shares_of(open, unnamed.size(), /*list_takes_rest=*/!has_list);
    std::size_t next = 0;
    for (std::size_t i = 0; i < open.size(); ++i) {
      if (!shares[i] && !open[i].may_be_none) refuse_count(open, unnamed.size());
      for (std::size_t k = 0; k < shares[i].value_or(0); ++k) set(positions[i], unnamed[next++]);
    }
    if (next < unnamed.size()) refuse_count(open, unnamed.size());
  }

  [[noreturn]] void refuse_count(const std::vector<TensorArgument>& open, std::size_t count) const {
    std::vector<std::string> texts;
    for (const TensorArgument& argument : open) texts.push_back(fmt::format("{} ({})", argument.name, argument.type));
    throw UsageError(fmt::format(
        "found {} --input without a name, but {}\ntakes the tensors {}. Give one for each, in this order (none for one "
        "that may be omitted), or give them by name: --input {}=3x4. Without --input all that are needed are 3x4",
        count, title_, fmt::join(texts, ", "), open.empty() ? "x" : open.front().name));
  }

  std::string title_;
  const std::vector<TensorArgument>& arguments_;
  std::vector<Given> given_;
  std::vector<bool> is_set_;
};

/// Draws the tensors, one after the other, into `function`.
void draw_inputs(const std::vector<TensorArgument>& arguments, const std::vector<Given>& given, const Drawing& drawing,
                 BoundFunction& function) {
  function.range = drawing.range;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (!given[i]) function.omitted.push_back(arguments[i].name);
    for (std::size_t k = 0; k < (given[i] ? given[i]->size() : 0); ++k) {
      if (!(*given[i])[k]) continue;
      BoundInput input;
      input.name = arguments[i].is_list ? fmt::format("{}[{}]", arguments[i].name, k) : arguments[i].name;
      input.spec = *(*given[i])[k];
      if (arguments[i].is_out) input.spec.has_gradient = false;
      input.tensor = make_tensor(input.spec, drawing.range, 1000 * drawing.seed + function.inputs.size() + 1);
      function.inputs.push_back(std::move(input));
    }
  }
}

// The tensors of a flat list as the values of the arguments.
std::vector<TensorArgumentValue> values_of(const std::vector<Given>& given, const Tensors& tensors) {
  std::vector<TensorArgumentValue> values;
  auto next = tensors.begin();
  for (const Given& argument : given) {
    if (!argument) {
      values.emplace_back(std::nullopt);
      continue;
    }
    std::vector<torch::Tensor> list;
    for (const auto& element : *argument) list.push_back(element ? *next++ : torch::Tensor());
    values.emplace_back(std::move(list));
  }
  return values;
}

ArgumentTexts split_arguments(const std::vector<std::string>& arguments) {
  ArgumentTexts texts;
  for (const std::string& argument : arguments) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos || equals == 0)
      throw UsageError(fmt::format("--arg {}: expected name=value", argument));
    const std::string name = argument.substr(0, equals);
    const auto same = [&](const auto& text) { return text.first == name; };
    if (std::any_of(texts.begin(), texts.end(), same))
      throw UsageError(fmt::format("--arg {}: {} was given before", argument, name));
    texts.emplace_back(name, argument.substr(equals + 1));
  }
  return texts;
}

}  // namespace

Tensors BoundFunction::tensors() const {
  Tensors all;
  for (const BoundInput& input : inputs) all.push_back(input.tensor);
  return all;
}

BoundFunction bind_script(const std::string& expression, const Drawing& drawing) {
  const auto script = std::make_shared<const Script>(expression);
  std::vector<TensorArgument> arguments;
  for (const std::string& name : script->names()) arguments.push_back({.name = name, .type = "Tensor"});
  BoundFunction function{expression, [script](const Tensors& inputs) { return (*script)(inputs); }, {}, {}, {}};
  const auto given = Assignment(fmt::format("the script {}", expression), arguments).assign(drawing.inputs);
  draw_inputs(arguments, given, drawing, function);
  return function;
}

BoundFunction bind_operator(const std::string& name, const std::vector<std::string>& arguments,
                            const Drawing& drawing) {
  const auto op = std::make_shared<const RegisteredOperator>(name, split_arguments(arguments));
  const auto given = Assignment(op->schema(), op->tensor_arguments()).assign(drawing.inputs);
  const auto call = [op, given](const Tensors& tensors) { return (*op)(values_of(given, tensors)); };
  BoundFunction function{op->schema(), call, {}, {}, {}};
  draw_inputs(op->tensor_arguments(), given, drawing, function);
  return function;
}

torch::Tensor redraw(const BoundFunction& function, std::size_t input, torch::IntArrayRef shape) {
  TensorSpec spec = function.inputs.at(input).spec;
  spec.shape = shape.vec();
  return make_tensor(spec, function.range, input + 1);
}

}  // namespace actlab
