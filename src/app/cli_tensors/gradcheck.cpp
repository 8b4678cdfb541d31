#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/exit_code.h"
#include "app/cli_tensors/function_check.h"
#include "app/cli_tensors/gradcheck_text.h"
#include "app/cli_tensors/verbs.h"
#include "core/error.h"
#include "core/log.h"
#include "torch/plugin/library.h"

namespace actlab {
namespace {

struct GradcheckArguments {
  std::vector<std::string> names;
  std::vector<std::string> plugins, inputs, arguments;
  std::string op, script, range;
  bool first_order = false;
  bool json = false;

  bool names_a_function() const { return !op.empty() || !script.empty(); }
};

// Only one of the catalogue, a script and an operator can be meant.
void refuse_contradictions(const GradcheckArguments& arguments) {
  if (!arguments.op.empty() && !arguments.script.empty()) throw UsageError("--op and --script: give one of them");
  if (arguments.names_a_function() && !arguments.names.empty())
    throw UsageError(fmt::format("found the activation '{}' beside --{}: give one of them", arguments.names.front(),
                                 arguments.op.empty() ? "script" : "op"));
  if (!arguments.plugins.empty() && arguments.op.empty())
    throw UsageError("--plugin names a library; say with --op which of its operators to check");
  if (!arguments.arguments.empty() && arguments.op.empty()) throw UsageError("--arg belongs to an operator: give --op");
  if (arguments.names_a_function()) return;
  if (!arguments.inputs.empty() || !arguments.range.empty() || arguments.first_order)
    throw UsageError("--input, --range and --first-order belong to a function of yours: give --script, or --op");
}

FunctionUnderCheck named_function(const GradcheckArguments& arguments) {
  for (const std::string& library : arguments.plugins) load_library(library);
  if (!arguments.script.empty()) {
    FunctionUnderCheck function = function_of_script(arguments.script);
    if (arguments.inputs.empty() || arguments.inputs.size() == function.names.size()) return function;
    throw UsageError(fmt::format("--input: found {}, and the script has the tensors {}; give one for each, or none",
                                 arguments.inputs.size(), fmt::join(function.names, ", ")));
  }
  return function_of_operator(arguments.op, arguments.arguments, arguments.inputs.size());
}

int check_function_of_the_user(const GradcheckArguments& arguments) {
  FunctionCheckOptions options;
  for (const std::string& input : arguments.inputs) options.inputs.push_back(parse_input_spec(input));
  if (!arguments.range.empty()) options.range = parse_value_range(arguments.range);
  options.second_order = !arguments.first_order;
  const FunctionCheck check = check_function(named_function(arguments), options);
  fmt::print("{}", arguments.json ? function_check_json(check) : function_check_text(check));
  return check.passed() ? exit_done : exit_check_failed;
}

int check(const GradcheckArguments& arguments) {
  refuse_contradictions(arguments);
  if (arguments.names_a_function()) return check_function_of_the_user(arguments);
  std::vector<ActivationPtr> activations;  // all names are looked up before the first check takes its time
  for (const std::string& name : arguments.names) activations.push_back(make_activation(name));
  if (activations.empty()) activations = activations_to_check();
  std::vector<ActivationCheck> checks;
  for (const ActivationPtr& activation : activations) checks.push_back(check_activation(*activation));
  fmt::print("{}", arguments.json ? gradcheck_json(checks) : gradcheck_text(checks, use_colours(STDOUT_FILENO)));
  return gradcheck_exit_code(checks);
}

}  // namespace

Action declare_gradcheck(CLI::App& app, const Program& /*program*/) {
  const auto arguments = std::make_shared<GradcheckArguments>();
  app.add_option("NAME", arguments->names, "activations to check; all of them where none is named");
  app.add_option("--plugin", arguments->plugins, "a shared library that registers operators with TORCH_LIBRARY")
      ->type_name("LIB.so");
  app.add_option("--op", arguments->op, "check this operator in place of the catalogue")->type_name("NS::NAME");
  app.add_option("--script", arguments->script, "check this TorchScript expression, e.g. 'x * torch.sigmoid(x)'")
      ->type_name("EXPRESSION");
  app.add_option("--input", arguments->inputs,
                 "shape of a tensor of the function, once for each: 3x4, 5:int64, scalar; 3x4 for all where none is "
                 "given")
      ->type_name("SHAPE[:DTYPE]")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--arg", arguments->arguments, "another argument of the operator; without it, its default")
      ->type_name("NAME=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--range", arguments->range, "where the inputs' values lie; -2,2 without it")->type_name("LOW,HIGH");
  app.add_flag("--first-order", arguments->first_order, "leave out the second derivative");
  app.add_flag("--json", arguments->json, "print everything as JSON");
  return [arguments] { return check(*arguments); };
}

}  // namespace actlab
