#include "catalogue/check/kink_check.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "catalogue/check/tolerances.h"

namespace actlab {
namespace {

// A difference over a jump is its height over eps: the slope there is infinite.
double or_infinite(double slope) {
  if (std::abs(slope) < 1 / std::sqrt(derivative_tolerances.eps)) return slope;
  return std::copysign(std::numeric_limits<double>::infinity(), slope);
}

}  // namespace

KinkCheck check_kink(const Kink& kink, const std::function<double(double)>& f, double derivative) {
  const auto [eps, atol, rtol] = derivative_tolerances;
  const double middle = f(kink.at);
  KinkCheck check;
  check.at = kink.at;
  check.jump = kink.jump;
  check.left = or_infinite((middle - f(kink.at - eps)) / eps);
  check.right = or_infinite((f(kink.at + eps) - middle) / eps);
  check.analytical = derivative;
  const double tolerance = atol + rtol * std::abs(derivative);
  check.held = derivative >= std::min(check.left, check.right) - tolerance &&
               derivative <= std::max(check.left, check.right) + tolerance;
  return check;
}

}  // namespace actlab
