#include "app/cli_tensors/gradcheck_arguments.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <utility>

#include "actlab/battery.h"
#include "core/error.h"
#include "core/memory.h"

namespace actlab {
namespace {

void declare_function(CLI::App& app, GradcheckArguments& arguments) {
  app.add_option("NAME", arguments.names, "activations to check (default: all)");
  app.add_option("--plugin", arguments.plugins, "a shared library that registers operators with TORCH_LIBRARY")
      ->type_name("LIB.so");
  app.add_option("--op", arguments.op, "check this operator instead of activations")->type_name("NS::NAME");
  app.add_option("--script", arguments.script,
                 "check this TorchScript expression: 'x * torch.sigmoid(x)', 'torch.ops.my.op(x, 2)'")
      ->type_name("EXPRESSION");
}

void declare_inputs(CLI::App& app, GradcheckArguments& arguments) {
  auto& of_functions = arguments.of_functions;
  of_functions.push_back(
      app.add_option(
             "--input", arguments.inputs,
             "a tensor, once for each: 3x4, 5:int64[0,3), 'index=[0, 2, 5]', '(2x2, 3x2)', none; the grammar is "
             "below (default: 3x4 for all that are needed)")
          ->type_name("INPUT")
          ->expected(1)
          ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll));
  app.add_option("--arg", arguments.arguments,
                 "argument of the operator that is not a tensor (default: the operator's)")
      ->type_name("NAME=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  of_functions.push_back(
      app.add_option("--range", arguments.range, "range of floating-point inputs that have none (default: -2,2)")
          ->type_name("LOW,HIGH"));
  of_functions.push_back(app.add_option("--seed", arguments.seed, "draws other inputs (default: 0)"));
}

// The options of GradcheckOptions, under their names. Those that are on by default are switched off with --no-….
void declare_check(CLI::App& app, GradcheckArguments& arguments) {
  GradcheckOptions& options = arguments.check.gradcheck;
  auto& of_functions = arguments.of_functions;
  const auto number = [&](const char* flag, double& value, const char* help) {
    of_functions.push_back(
        app.add_option(flag, value, fmt::format("{} (default: {:g})", help, value))->check(CLI::NonNegativeNumber));
  };
  const auto flag = [&](const std::string& name, bool& value, const char* help) {
    of_functions.push_back(
        app.add_flag_callback((value ? "--no-" : "--") + name, [&value, to = !value] { value = to; }, help));
  };
  number("--eps", options.eps, "step of the differences");
  number("--atol", options.atol, "absolute tolerance");
  number("--rtol", options.rtol, "relative tolerance");
  number("--nondet-tol", options.nondet_tol, "how much two calls on the same inputs may differ");
  flag("fast-mode", options.fast_mode, "compare a random projection of each Jacobian instead of every entry");
  of_functions.push_back(app.add_option("--sample-columns", options.sample_columns,
                                        "compare about so many columns of each Jacobian (default: all)")
                             ->type_name("COUNT")
                             ->check(CLI::PositiveNumber));
  flag("check-undefined-grad", options.check_undefined_grad, "an undefined gradient may be something else than zeros");
  flag("check-grad-layouts", options.check_grad_layouts, "backward need not take gradients of every layout");
  flag("check-grad-dtypes", options.check_grad_dtypes, "gradients must have the dtypes of their inputs");
  flag("check-backward-ad", options.check_backward_ad, "do not check backward, only forward mode");
  flag("check-forward-ad", options.check_forward_ad, "check forward-mode differentiation too");
  flag("check-batched-grad", options.check_batched_grad, "backward must take several gradients at once (vmap)");
  flag("check-batched-forward-grad", options.check_batched_forward_grad, "the same for forward mode");
  flag("check-rev-over-rev", options.check_rev_over_rev, "second derivative: do not check backward of backward");
  flag("check-fwd-over-rev", options.check_fwd_over_rev, "second derivative: check forward mode of backward too");
  flag("masked", options.masked, "of a sparse input, vary the specified elements only");
  flag("allow-contiguity-errors", options.allow_contiguity_errors, "the function may refuse what is not contiguous");
  flag("first-order", arguments.first_order, "do not check the second derivative");
  of_functions.push_back(
      app.add_option("--skip", arguments.check.skip, "a row of the battery that is not checked: 'empty input'")
          ->type_name("ROW")
          ->expected(1)
          ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll));
}

void declare_limits_and_reports(CLI::App& app, GradcheckArguments& arguments) {
  arguments.of_functions.push_back(
      app.add_option("--timeout", arguments.timeout,
                     fmt::format("seconds after which the check is ended (default: {:g})", arguments.timeout))
          ->type_name("SECONDS")
          ->check(CLI::PositiveNumber));
  arguments.of_functions.push_back(
      app.add_option("--memory", arguments.memory, "how much the check may allocate: 2GB (default: what there is)")
          ->type_name("SIZE"));
  app.add_flag("--json", arguments.json, "print the results as JSON (docs/gradcheck.schema.json)");
  app.add_option("--junit", arguments.junit, "also write the results as JUnit's XML, for CI")->type_name("FILE");
}

// "512MB" in bytes.
double parse_size(const std::string& text) {
  constexpr std::array<std::pair<std::string_view, double>, 6> units{
      {{"kB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"KiB", 1024.0}, {"MiB", 1048576.0}, {"GiB", 1073741824.0}}};
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  for (const auto& [unit, bytes] : units) {
    if (error == std::errc() && number > 0 && std::string_view(end) == unit) return number * bytes;
  }
  throw UsageError(
      fmt::format("--memory {}: expected a size with its unit, one of kB, MB, GB, KiB, MiB, GiB: 2GB", text));
}

void check_skipped_rows(const std::vector<std::string>& skipped) {
  BatteryOptions options;
  options.double_backward = false;  // which has an option of its own, --first-order
  const std::vector<std::string> rows = battery_rows(options);
  const std::vector<std::string_view> known(rows.begin(), rows.end());
  for (const std::string& row : skipped) {
    if (std::find(rows.begin(), rows.end(), row) == rows.end())
      throw UsageError("--skip: " + unknown_name("row of the battery", row, known));
  }
}

}  // namespace

std::shared_ptr<GradcheckArguments> declare_gradcheck_arguments(CLI::App& app) {
  auto arguments = std::make_shared<GradcheckArguments>();
  declare_function(app, *arguments);
  declare_inputs(app, *arguments);
  declare_check(app, *arguments);
  declare_limits_and_reports(app, *arguments);
  app.footer(
      fmt::format("The grammar of --input; docs/gradcheck.md explains it:\n{}\nExit codes: 0 all is right; 1 "
                  "something is wrong, or the function died; 2 invalid input; 3 could not be done.",
                  input_grammar));
  return arguments;
}

void check_for_conflicts(const GradcheckArguments& arguments) {
  if (!arguments.op.empty() && !arguments.script.empty())
    throw UsageError("found --op and --script; give only one of them");
  if (arguments.has_function() && !arguments.names.empty())
    throw UsageError(fmt::format("found the activation '{}' and --{}; give only one of them", arguments.names.front(),
                                 arguments.op.empty() ? "script" : "op"));
  if (!arguments.plugins.empty() && !arguments.has_function())
    throw UsageError("--plugin needs --op, the operator to check, or --script, an expression that uses it");
  if (!arguments.arguments.empty() && arguments.op.empty()) throw UsageError("--arg needs --op");
  if (!arguments.junit.empty()) {
    const std::filesystem::path folder = std::filesystem::absolute(arguments.junit).parent_path();
    if (!std::filesystem::is_directory(folder))
      throw UsageError(fmt::format("--junit {}: there is no folder {}", arguments.junit, folder.string()));
  }
  check_skipped_rows(arguments.check.skip);
  if (arguments.has_function()) return;
  for (const CLI::Option* option : arguments.of_functions) {
    if (option->count() > 0) throw UsageError(fmt::format("{} needs --script or --op", option->get_name()));
  }
}

Drawing drawing_of(const GradcheckArguments& arguments) {
  Drawing drawing;
  for (const std::string& input : arguments.inputs) drawing.inputs.push_back(parse_input_spec(input));
  if (!arguments.range.empty()) drawing.range = parse_value_range(arguments.range);
  drawing.seed = arguments.seed;
  return drawing;
}

ChildLimits limits_of(const GradcheckArguments& arguments) {
  return {arguments.timeout, arguments.memory.empty() ? available_memory() : parse_size(arguments.memory)};
}

}  // namespace actlab
