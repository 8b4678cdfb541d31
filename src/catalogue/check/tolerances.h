#pragma once

namespace actlab {

/// The step of the central differences and the largest difference allowed, atol + rtol * |difference quotient|. The
/// values are the defaults of torch.autograd.gradcheck.
struct DerivativeTolerances {
  double eps = 1e-6;
  double atol = 1e-5;
  double rtol = 1e-3;
};
inline constexpr DerivativeTolerances derivative_tolerances;

}  // namespace actlab
