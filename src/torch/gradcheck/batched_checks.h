#pragma once

#include <optional>

#include "actlab/gradcheck_report.h"
#include "torch/gradcheck/problem.h"

/// The derivative must work under vmap, as torch's `is_grads_batched` and `vmap(jvp)` need: for two gradients at once
/// it gives what it gives for one after the other. Each check returns nullopt if it passes.
namespace actlab::detail {

std::optional<Finding> check_batched_backward(const Problem& problem);
std::optional<Finding> check_batched_forward(const Problem& problem);

}  // namespace actlab::detail
