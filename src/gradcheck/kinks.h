#pragma once

#include "gradcheck/diagnose.h"

namespace actlab::detail {

/// Among the entries marked in `wrong`, those where the function is not differentiable within eps of the point: the
/// one-sided differences disagree by more than the tolerance, and not as a curvature makes them disagree.
Jacobian kinks(const Comparison& comparison, const Jacobian& wrong);

}  // namespace actlab::detail
