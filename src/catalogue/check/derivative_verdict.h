#pragma once

#include <cmath>
#include <string>

#include "catalogue/activation.h"

namespace actlab {

/// What a check of an activation's derivative found.
struct DerivativeVerdict {
  bool passed = false;
  double error = 0;          ///< |analytical - numerical| of the entry that came nearest to its tolerance
  double at = std::nan("");  ///< the x of that entry
  std::string remark;        ///< what a reader should know although it passed; empty where there is nothing
};

/// The remark where the derivative is 0 at every point, on both sides of the comparison.
inline constexpr const char* zero_gradient_remark = "gradient 0 everywhere: nothing before it learns";

/// Checks the derivative of an element-wise activation by its float64 kernels alone: against central differences of its
/// values away from kinks, by x and by the parameter that it learns, and at each kink against the one-sided
/// differences. A surrogate's is compared with the derivative of x. Throws std::bad_optional_access for an activation
/// without kernels. (`verify` checks more: every dtype, torch's built-in and the second derivative.)
DerivativeVerdict check_kernels(const Activation& activation);

}  // namespace actlab
