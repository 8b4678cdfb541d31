#pragma once

#include <optional>

#include "torch/gradcheck/diagnose.h"

namespace actlab::detail {

/// For a function that works element by element: whether the wrong entries are those of all inputs in one interval, and
/// no others, so that a branch or a clamp is wrong rather than the formula.
std::optional<Finding> find_wrong_branch(const Comparison& comparison, const Jacobian& wrong);

}  // namespace actlab::detail
