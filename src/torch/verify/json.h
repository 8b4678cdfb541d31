#pragma once

#include <nlohmann/json_fwd.hpp>

#include "torch/verify/activation_check.h"

namespace actlab {

/// Everything in the check, by the names of its members. Numbers that JSON cannot hold (infinity, NaN) become strings.
nlohmann::json to_json(const ActivationCheck& check);

}  // namespace actlab
