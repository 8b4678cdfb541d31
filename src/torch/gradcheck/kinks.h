#pragma once

#include "torch/gradcheck/diagnose.h"

namespace actlab::detail {

/// Bool tensors, a block for each of the Jacobian's.
struct Kinks {
  Jacobian at;       ///< the function is not differentiable within eps of the point
  Jacobian outside;  ///< and what backward takes there is not even between the one-sided derivatives
};

/// Among the entries marked in `wrong`, those at kinks: the one-sided differences disagree by more than the tolerance,
/// and not as a curvature makes them disagree.
Kinks kinks(const Comparison& comparison, const Jacobian& wrong);

}  // namespace actlab::detail
