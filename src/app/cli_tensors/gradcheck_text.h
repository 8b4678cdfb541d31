#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>

#include "torch/verify/activation_check.h"

namespace actlab {

/// The checks for a terminal: a table with one row for each, the subgradients at kinks, remarks on checks that passed,
/// and reports of those that failed. With `colours`, the header is bold and failures are red.
std::string gradcheck_text(std::span<const ActivationCheck> checks, bool colours);

/// The checks as JSON, each in the format of verify/json.h.
nlohmann::json gradcheck_json(std::span<const ActivationCheck> checks);

/// exit_done if every check passed, exit_check_failed otherwise.
int gradcheck_exit_code(std::span<const ActivationCheck> checks);

}  // namespace actlab
