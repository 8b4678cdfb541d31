#include "app/cli_tensors/function_check.h"

#include <c10/util/Exception.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "torch/plugin/registered_operator.h"
#include "torch/plugin/script.h"

namespace actlab {
namespace {

bool has_gradient(const torch::Tensor& tensor) {
  return tensor.is_floating_point() || tensor.is_complex();
}

std::string reason_of(const std::exception& error) {
  const auto* torch_error = dynamic_cast<const c10::Error*>(&error);
  return torch_error != nullptr ? torch_error->what_without_backtrace() : error.what();
}

Tensors draw_inputs(const FunctionUnderCheck& function, const FunctionCheckOptions& options) {
  std::vector<InputSpec> specs = options.inputs;
  if (specs.empty()) specs.resize(function.names.size());
  Tensors inputs;
  for (const InputSpec& spec : specs) inputs.push_back(draw(spec, options.range, inputs.size() + 1));
  return inputs;
}

std::string name_of(const FunctionUnderCheck& function, std::size_t input) {
  if (input < function.names.size()) return function.names[input];
  return fmt::format("input {}", input);
}

// Calls the function once, to distinguish an error of the call from a wrong gradient.
void check_that_it_runs(const FunctionUnderCheck& function, const Tensors& inputs) {
  std::string given;
  for (std::size_t i = 0; i < inputs.size(); ++i)
    given += fmt::format("{}{} {}", i == 0 ? "" : ", ", name_of(function, i), to_string(inputs[i]));
  if (std::none_of(inputs.begin(), inputs.end(), has_gradient))
    throw UsageError(fmt::format("none of the inputs ({}) can have a gradient; make one floating-point", given));
  Tensors outputs;
  try {
    outputs = function.fn(inputs);
  } catch (const std::exception& error) {
    throw UsageError(
        fmt::format("{}\ndoes not take {}:\n{}\nGive the shape of each tensor with --input, and the range of their "
                    "values with --range if the default is outside the domain.",
                    function.title, given, reason_of(error)));
  }
  if (outputs.empty())
    throw UsageError(fmt::format("{}\nreturns no tensor, so there is nothing to check", function.title));
}

// The battery also uses other shapes if all inputs have the same shape and the function accepts the other shape.
MakeInputs inputs_of_other_shapes(const FunctionUnderCheck& function, const Tensors& inputs,
                                  const FunctionCheckOptions& options) {
  return [=](torch::IntArrayRef shape) -> Tensors {
    if (shape == inputs.front().sizes()) return inputs;
    Tensors made;
    for (const torch::Tensor& input : inputs) {
      if (!has_gradient(input) || input.sizes() != inputs.front().sizes()) return {};
      made.push_back(draw({shape.vec(), input.scalar_type()}, options.range, made.size() + 1));
    }
    try {
      function.fn(made);
    } catch (const std::exception&) {
      return {};
    }
    return made;
  };
}

}  // namespace

FunctionUnderCheck function_of_script(const std::string& expression) {
  const auto script = std::make_shared<const Script>(expression);
  return {expression, script->names(), [script](const Tensors& inputs) { return (*script)(inputs); }};
}

FunctionUnderCheck function_of_operator(const std::string& name, const std::vector<std::string>& arguments,
                                        std::size_t inputs) {
  ArgumentTexts texts;
  for (const std::string& argument : arguments) {
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos || equals == 0)
      throw UsageError(fmt::format("--arg {}: expected name=value", argument));
    texts.emplace_back(argument.substr(0, equals), argument.substr(equals + 1));
  }
  const auto op = std::make_shared<const RegisteredOperator>(name, texts);
  const std::string unsupported_reason = op->unsupported_reason(inputs == 0 ? op->tensor_names().size() : inputs);
  if (!unsupported_reason.empty())
    throw UsageError(unsupported_reason + "; give one --input for each tensor, or none for 3x4");
  return {op->schema(), op->tensor_names(), [op](const Tensors& tensors) { return (*op)(tensors); }};
}

FunctionCheck check_function(const FunctionUnderCheck& function, const FunctionCheckOptions& options) {
  const Tensors inputs = draw_inputs(function, options);
  check_that_it_runs(function, inputs);
  GradcheckOptions reporting;
  reporting.raise_exception = false;
  FunctionCheck check;
  check.title = function.title;
  for (std::size_t i = 0; i < inputs.size(); ++i) check.inputs.emplace_back(name_of(function, i), to_string(inputs[i]));
  check.first = gradcheck(function.fn, inputs, reporting);
  if (options.second_order) check.second = gradgradcheck(function.fn, inputs, reporting);
  BatteryOptions battery_options;
  battery_options.shape = inputs.front().sizes().vec();
  battery_options.double_backward = false;  // gradgradcheck has checked it, if requested
  check.battery = battery(function.fn, inputs_of_other_shapes(function, inputs, options), battery_options);
  return check;
}

std::string function_check_text(const FunctionCheck& check) {
  std::string text = check.title + "\n";
  for (const auto& [name, tensor] : check.inputs) text += fmt::format("  {}  {}\n", name, tensor);
  text += "\n" + to_string(check.first) + "\n";
  if (check.second) text += "\nsecond derivative: " + to_string(*check.second) + "\n";
  return text + "\n" + to_string(check.battery) + "\n";
}

std::string function_check_json(const FunctionCheck& check) {
  nlohmann::json inputs = nlohmann::json::array();
  for (const auto& [name, tensor] : check.inputs) inputs.push_back({{"name", name}, {"tensor", tensor}});
  const nlohmann::json json = {
      {"function", check.title},
      {"passed", check.passed()},
      {"inputs", std::move(inputs)},
      {"gradcheck", nlohmann::json::parse(to_json(check.first))},
      {"gradgradcheck", check.second ? nlohmann::json::parse(to_json(*check.second)) : nlohmann::json()},
      {"battery", nlohmann::json::parse(to_json(check.battery))}};
  return json.dump(2, ' ', /*ensure_ascii=*/true, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace actlab
