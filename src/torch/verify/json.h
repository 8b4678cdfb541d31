#pragma once

#include <nlohmann/json_fwd.hpp>

#include "torch/verify/activation_check.h"

namespace actlab {

/// All members of the check, by name. Numbers that JSON cannot represent (infinity, NaN) become strings.
nlohmann::json to_json(const ActivationCheck& check);

}  // namespace actlab
