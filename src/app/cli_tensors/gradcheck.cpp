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
#include "core/output.h"
#include "torch/plugin/library.h"

namespace actlab {
namespace {

struct GradcheckArguments {
  std::vector<std::string> names;
  std::vector<std::string> plugins, inputs, arguments;
  std::string op, script, range;
  bool first_order = false;
  bool json = false;

  bool has_function() const { return !op.empty() || !script.empty(); }
};

// A call checks either activations of the catalogue, a script or an operator.
void check_for_conflicts(const GradcheckArguments& arguments) {
  if (!arguments.op.empty() && !arguments.script.empty())
    throw UsageError("found --op and --script; give only one of them");
  if (arguments.has_function() && !arguments.names.empty())
    throw UsageError(fmt::format("found the activation '{}' and --{}; give only one of them", arguments.names.front(),
                                 arguments.op.empty() ? "script" : "op"));
  if (!arguments.plugins.empty() && arguments.op.empty())
    throw UsageError("--plugin needs --op, the operator to check");
  if (!arguments.arguments.empty() && arguments.op.empty()) throw UsageError("--arg needs --op");
  if (arguments.has_function()) return;
  if (!arguments.inputs.empty() || !arguments.range.empty() || arguments.first_order)
    throw UsageError("--input, --range and --first-order need --script or --op");
}

FunctionUnderCheck user_function(const GradcheckArguments& arguments) {
  for (const std::string& library : arguments.plugins) load_library(library);
  if (!arguments.script.empty()) {
    FunctionUnderCheck function = function_of_script(arguments.script);
    if (arguments.inputs.empty() || arguments.inputs.size() == function.names.size()) return function;
    throw UsageError(
        fmt::format("found {} times --input, but the script has the tensors {}; give one for each, or none",
                    arguments.inputs.size(), fmt::join(function.names, ", ")));
  }
  return function_of_operator(arguments.op, arguments.arguments, arguments.inputs.size());
}

int check_user_function(const GradcheckArguments& arguments) {
  FunctionCheckOptions options;
  for (const std::string& input : arguments.inputs) options.inputs.push_back(parse_input_spec(input));
  if (!arguments.range.empty()) options.range = parse_value_range(arguments.range);
  options.second_order = !arguments.first_order;
  const FunctionCheck check = check_function(user_function(arguments), options);
  print("{}", arguments.json ? function_check_json(check) : function_check_text(check));
  return check.passed() ? exit_done : exit_check_failed;
}

int check(const GradcheckArguments& arguments) {
  check_for_conflicts(arguments);
  if (arguments.has_function()) return check_user_function(arguments);
  std::vector<ActivationPtr> activations;  // look up all names before the first check
  for (const std::string& name : arguments.names) activations.push_back(make_activation(name));
  if (activations.empty()) activations = activations_to_check();
  std::vector<ActivationCheck> checks;
  for (const ActivationPtr& activation : activations) checks.push_back(check_activation(*activation));
  print("{}", arguments.json ? gradcheck_json(checks) : gradcheck_text(checks, use_colours(STDOUT_FILENO)));
  return gradcheck_exit_code(checks);
}

}  // namespace

Action declare_gradcheck(CLI::App& app, const Program& /*program*/) {
  const auto arguments = std::make_shared<GradcheckArguments>();
  app.add_option("NAME", arguments->names, "activations to check (default: all)");
  app.add_option("--plugin", arguments->plugins, "a shared library that registers operators with TORCH_LIBRARY")
      ->type_name("LIB.so");
  app.add_option("--op", arguments->op, "check this operator instead of activations")->type_name("NS::NAME");
  app.add_option("--script", arguments->script, "check this TorchScript expression, e.g. 'x * torch.sigmoid(x)'")
      ->type_name("EXPRESSION");
  app.add_option("--input", arguments->inputs,
                 "shape of an input tensor, once for each: 3x4, 5:int64, scalar (default: 3x4 for all)")
      ->type_name("SHAPE[:DTYPE]")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--arg", arguments->arguments,
                 "argument of the operator that is not a tensor (default: the operator's)")
      ->type_name("NAME=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--range", arguments->range, "range of the input values (default: -2,2)")->type_name("LOW,HIGH");
  app.add_flag("--first-order", arguments->first_order, "do not check the second derivative");
  app.add_flag("--json", arguments->json, "print the results as JSON");
  return [arguments] { return check(*arguments); };
}

}  // namespace actlab
