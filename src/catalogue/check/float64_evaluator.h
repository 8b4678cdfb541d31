#pragma once

#include <vector>

#include "catalogue/activation.h"

namespace actlab {

using Numbers = std::vector<double>;

/// Evaluates an element-wise activation and its derivatives in float64, with its kernels. Each function returns one
/// number for each x. The activation must outlive this object.
class Float64Evaluator {
 public:
  /// Throws std::bad_optional_access for an activation without kernels.
  explicit Float64Evaluator(const Activation& activation);

  /// f(x). A learnable parameter has its initial value.
  Numbers values(const Numbers& x) const;
  /// f'(x), likewise.
  Numbers derivatives(const Numbers& x) const;

  // For activations with a learnable parameter: f, its derivative by x, and its derivative by the parameter.
  Numbers values(const Numbers& x, double parameter) const;
  Numbers derivatives(const Numbers& x, double parameter) const;
  Numbers derivatives_by_parameter(const Numbers& x, double parameter) const;

 private:
  CompiledActivation compiled_;
  Saved saved_;
};

}  // namespace actlab
