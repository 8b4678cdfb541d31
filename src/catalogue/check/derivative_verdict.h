#pragma once

#include <cmath>
#include <string>

#include "catalogue/activation.h"

namespace actlab {

/// The result of checking an activation's derivative.
struct DerivativeVerdict {
  bool passed = false;
  double error = 0;          ///< |analytical - numerical| of the entry with the largest ratio of error to tolerance
  double at = std::nan("");  ///< the x of that entry
  std::string remark;        ///< a warning to show although the check passed; may be empty
};

/// The remark if the derivative and the differences are 0 at every sampled point.
inline constexpr const char* zero_gradient_remark = "gradient 0 everywhere: layers before it do not learn";

/// Checks the derivative of an element-wise activation, using only its float64 kernels. Away from kinks it is compared
/// with central differences, by x and by a learned parameter; at each kink with one-sided differences. A surrogate
/// gradient is compared with the derivative of x. Throws std::bad_optional_access for an activation without kernels.
/// torch/verify also checks all dtypes, torch's built-in and the second derivative.
DerivativeVerdict check_kernels(const Activation& activation);

}  // namespace actlab
