#pragma once

#include <optional>

#include "torch/gradcheck/diagnose.h"

namespace actlab::detail {

/// If the outputs at these indices (`values`), or the gradients of the inputs, are not all finite at the point: the
/// finding, with one such entry of the Jacobian. Nothing else can be checked there.
std::optional<Finding> check_finite(const Problem& problem, const std::vector<std::size_t>& outputs,
                                    const Tensors& values);

/// The finding if an entry of one of the compared Jacobians is not finite.
std::optional<Finding> non_finite_entry(const Comparison& comparison);

}  // namespace actlab::detail
