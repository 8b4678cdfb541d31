#pragma once

#include <functional>

#include "catalogue/spec.h"

namespace actlab {

/// The derivative at a kink, compared with the one-sided difference quotients.
struct SubgradientCheck {
  double at = 0;
  double left = 0;        ///< (f(at) - f(at - eps)) / eps; infinite if f jumps on that side
  double right = 0;       ///< (f(at + eps) - f(at)) / eps; likewise
  double analytical = 0;  ///< the derivative that backward computes
  bool jump = false;      ///< f jumps, so the interval of subgradients is unbounded
  bool held = false;      ///< analytical is between left and right, up to the tolerance
};

/// Checks the derivative that backward computes at a kink of f.
SubgradientCheck check_subgradient(const Kink& kink, const std::function<double(double)>& f, double derivative);

}  // namespace actlab
