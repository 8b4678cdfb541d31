#pragma once

#include <span>
#include <string>

#include "torch/verify/activation_check.h"

namespace actlab {

/// The checks as a terminal shows them: a table with a row each, the subgradients at kinks, what to know of those that
/// passed, and the report of what failed. With colours, the header is bold and a failure red.
std::string gradcheck_text(std::span<const ActivationCheck> checks, bool colours);

/// The same as JSON: an array of checks, as verify/json.h writes them.
std::string gradcheck_json(std::span<const ActivationCheck> checks);

/// exit_done where every check passed, exit_check_failed otherwise.
int gradcheck_exit_code(std::span<const ActivationCheck> checks);

}  // namespace actlab
