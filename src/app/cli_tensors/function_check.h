#pragma once

#include <optional>
#include <string>
#include <vector>

#include "actlab/gradcheck.h"
#include "app/cli_tensors/input_spec.h"

namespace actlab {

/// A function of the user, given on the command line.
struct FunctionUnderCheck {
  std::string title;               ///< "my::op(Tensor x) -> Tensor"
  std::vector<std::string> names;  ///< of its tensor arguments
  TensorFunction fn;
};

/// The function of a TorchScript expression (`--script EXPRESSION`). Throws UsageError if it does not compile.
FunctionUnderCheck function_of_script(const std::string& expression);

/// A registered operator (`--op NAME`) with `arguments` "name=value" for those that are not tensors. `inputs` is the
/// number of --input options. Throws UsageError for an unknown operator or argument, or another number of tensors.
FunctionUnderCheck function_of_operator(const std::string& name, const std::vector<std::string>& arguments,
                                        std::size_t inputs);

struct FunctionCheckOptions {
  std::vector<InputSpec> inputs;  ///< one for each tensor; if empty, all are 3x4
  ValueRange range;
  bool second_order = true;
};

/// The results of all checks of one function.
struct FunctionCheck {
  std::string title;
  std::vector<std::pair<std::string, std::string>> inputs;  ///< name, "float64 [3, 4]"
  GradcheckReport first;
  std::optional<GradcheckReport> second;
  BatteryReport battery;

  bool passed() const { return first.passed() && (!second || second->passed()) && battery.passed(); }
};

/// Runs gradcheck, gradgradcheck and the battery. Throws UsageError if the function cannot be called with such inputs.
FunctionCheck check_function(const FunctionUnderCheck& function, const FunctionCheckOptions& options);

/// The reports for a terminal.
std::string function_check_text(const FunctionCheck& check);
/// The reports as JSON.
std::string function_check_json(const FunctionCheck& check);

}  // namespace actlab
