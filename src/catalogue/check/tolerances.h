#pragma once

namespace actlab {

/// What a derivative is held to: the step of the central differences, and how far the two may differ, which is
/// atol + rtol * |difference quotient|. The defaults of torch.autograd.gradcheck.
struct DerivativeTolerances {
  double eps = 1e-6;
  double atol = 1e-5;
  double rtol = 1e-3;
};
inline constexpr DerivativeTolerances derivative_tolerances;

}  // namespace actlab
