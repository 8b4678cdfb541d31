#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "app/cli_tensors/bound_function.h"
#include "app/cli_tensors/child_process.h"
#include "app/cli_tensors/function_check.h"

namespace actlab {

/// The command line of `runner gradcheck`.
struct GradcheckArguments {
  std::vector<std::string> names;
  std::vector<std::string> plugins, inputs, arguments;
  std::string op, script, range, memory;
  std::uint64_t seed = 0;
  double timeout = 60;
  bool first_order = false;
  FunctionCheckOptions check;
  bool json = false;
  std::string junit;
  std::vector<const CLI::Option*> of_functions;  ///< options that need --script or --op

  bool has_function() const { return !op.empty() || !script.empty(); }
};

/// Adds the options to the verb's subcommand; they write into the result when they are parsed.
std::shared_ptr<GradcheckArguments> declare_gradcheck_arguments(CLI::App& app);

/// Throws UsageError for options that do not fit one another.
void check_for_conflicts(const GradcheckArguments& arguments);

/// Throw UsageError, with the flag, for what cannot be parsed.
Drawing drawing_of(const GradcheckArguments& arguments);
ChildLimits limits_of(const GradcheckArguments& arguments);

}  // namespace actlab
