#pragma once

#include <functional>
#include <string>
#include <vector>

#include "actlab/gradcheck_options.h"
#include "app/cli_tensors/bound_function.h"
#include "app/cli_tensors/child_process.h"

namespace actlab {

struct FunctionCheckOptions {
  GradcheckOptions gradcheck;
  bool second_order = true;
  std::vector<std::string> skip = {};  ///< rows of the battery
};

/// Makes the function of the user with `bind`, which notes its stages, calls it once, and runs gradcheck, gradgradcheck
/// and the battery. Everything is sent as a message as soon as it is known, in the form that FunctionReport reads: the
/// function may end the process. Sends what went wrong instead of throwing.
void check_function(const std::function<BoundFunction(CallBoard&)>& bind, const FunctionCheckOptions& options,
                    ChildChannel& channel);

}  // namespace actlab
