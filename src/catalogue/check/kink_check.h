#pragma once

#include <functional>

#include "catalogue/spec.h"

namespace actlab {

/// The derivative taken at a kink, beside the one-sided differences there.
struct KinkCheck {
  double at = 0;
  double left = 0;        ///< (f(x) - f(x - eps)) / eps; infinite where f jumps on that side
  double right = 0;       ///< (f(x + eps) - f(x)) / eps; likewise
  double analytical = 0;  ///< what backward gives
  bool jump = false;      ///< f jumps, so that the interval of subgradients is unbounded
  bool held = false;      ///< analytical lies between left and right
};

/// f: the activation. derivative: what its backward gives at the kink.
KinkCheck check_kink(const Kink& kink, const std::function<double(double)>& f, double derivative);

}  // namespace actlab
