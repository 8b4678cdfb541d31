#include "catalogue/check/subgradient_check.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "catalogue/check/tolerances.h"

namespace actlab {
namespace {

// At a jump the difference quotient is its height divided by eps. The limit is infinite.
double infinite_at_jump(double quotient) {
  if (std::abs(quotient) < 1 / std::sqrt(derivative_tolerances.eps)) return quotient;
  return std::copysign(std::numeric_limits<double>::infinity(), quotient);
}

}  // namespace

SubgradientCheck check_subgradient(const Kink& kink, const std::function<double(double)>& f, double derivative) {
  const auto [eps, atol, rtol] = derivative_tolerances;
  const double middle = f(kink.at);
  SubgradientCheck check;
  check.at = kink.at;
  check.jump = kink.jump;
  check.left = infinite_at_jump((middle - f(kink.at - eps)) / eps);
  check.right = infinite_at_jump((f(kink.at + eps) - middle) / eps);
  check.analytical = derivative;
  const double tolerance = atol + rtol * std::abs(derivative);
  check.held = derivative >= std::min(check.left, check.right) - tolerance &&
               derivative <= std::max(check.left, check.right) + tolerance;
  return check;
}

}  // namespace actlab
