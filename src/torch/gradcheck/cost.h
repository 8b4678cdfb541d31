#pragma once

#include <optional>

#include "actlab/gradcheck_report.h"
#include "torch/gradcheck/jacobian.h"

namespace actlab::detail {

/// A finding if both Jacobians would take more than options.max_seconds to compute, as estimated from one evaluation
/// and one backward, or more memory than there is room for: how large it is, and what to use instead.
std::optional<Finding> check_cost(const Problem& problem, const std::vector<std::size_t>& outputs,
                                  const Tensors& values);

}  // namespace actlab::detail
