#pragma once

#include "torch/gradcheck/diagnose.h"

namespace actlab::detail {

/// Bool tensors, one per block of the Jacobian.
struct Kinks {
  Jacobian at;       ///< the function is not differentiable within eps of the point
  Jacobian outside;  ///< at a kink, and the derivative from backward is not between the one-sided derivatives
};

/// The entries marked in `wrong` that are at kinks: the one-sided differences disagree by more than the tolerance, and
/// by more than curvature explains.
Kinks kinks(const Comparison& comparison, const Jacobian& wrong);

}  // namespace actlab::detail
