#pragma once

#include <optional>

#include "torch/gradcheck/diagnose.h"

namespace actlab::detail {

/// For an element-wise function: checks whether the wrong entries are exactly those with inputs in one interval. Then a
/// branch or a clamp is wrong, not the formula.
std::optional<Finding> find_wrong_branch(const Comparison& comparison, const Jacobian& wrong);

}  // namespace actlab::detail
