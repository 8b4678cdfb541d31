#pragma once

#include <vector>

#include "catalogue/activation.h"

namespace actlab {

using Numbers = std::vector<double>;

/// An element-wise activation and its derivatives over float64 numbers, by its kernels. Where a parameter is learned,
/// it has its initial value. The activation must outlive it.
class Float64Formula {
 public:
  /// Throws std::bad_optional_access for an activation without kernels.
  explicit Float64Formula(const Activation& activation);

  Numbers values(const Numbers& x) const;
  Numbers derivatives(const Numbers& x) const;

  // Of one with a learnable parameter, whose value is given.
  Numbers values(const Numbers& x, double parameter) const;
  Numbers derivatives(const Numbers& x, double parameter) const;
  Numbers derivatives_by_parameter(const Numbers& x, double parameter) const;

 private:
  CompiledActivation compiled_;
  Saved saved_;
};

}  // namespace actlab
