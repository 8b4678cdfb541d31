#pragma once

#include <optional>
#include <string>
#include <vector>

#include "actlab/gradcheck.h"
#include "app/cli_tensors/input_spec.h"

namespace actlab {

/// A function of the user's, to be checked from the command line.
struct FunctionUnderCheck {
  std::string title;               ///< "my::op(Tensor x) -> Tensor"
  std::vector<std::string> names;  ///< of its tensors
  TensorFunction fn;
};

/// `runner gradcheck --script EXPRESSION`, and `--plugin LIBRARY --op NAME` with what else its schema asks for. They
/// throw UsageError.
FunctionUnderCheck function_of_script(const std::string& expression);
FunctionUnderCheck function_of_operator(const std::string& name, const std::vector<std::string>& arguments,
                                        std::size_t inputs);

struct FunctionCheckOptions {
  std::vector<InputSpec> inputs;  ///< one a tensor; 3x4 for all where empty
  ValueRange range;
  bool second_order = true;
};

/// Everything that was found out about one function.
struct FunctionCheck {
  std::string title;
  std::vector<std::pair<std::string, std::string>> inputs;  ///< name, "float64 [3, 4]"
  GradcheckReport first;
  std::optional<GradcheckReport> second;
  BatteryReport pitfalls;

  bool passed() const { return first.passed() && (!second || second->passed()) && pitfalls.passed(); }
};

/// Runs gradcheck, gradgradcheck and the battery. Throws UsageError where the function does not take such inputs.
FunctionCheck check_function(const FunctionUnderCheck& function, const FunctionCheckOptions& options);

std::string function_check_text(const FunctionCheck& check);
std::string function_check_json(const FunctionCheck& check);

}  // namespace actlab
