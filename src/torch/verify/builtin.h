#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "catalogue/activation.h"

namespace actlab {

/// The largest difference between actlab's result and the built-in's.
struct Deviation {
  /// In epsilons of the dtype (its spacing at 1) times max(1, |built-in|, |x|): an absolute measure near zero, where
  /// the built-in itself may have no correct digit.
  double epsilons = 0;
  double absolute = 0;  ///< at that point
  double ulps = 0;      ///< at that point, in units in the last place of the built-in's result
  double at = 0;        ///< the x of that point
};

struct BuiltinAgreement {
  std::string_view dtype;      ///< "float64"
  bool through_float = false;  ///< the built-in does not support this dtype: its float32 result, rounded, is used
  Deviation value;
  std::optional<Deviation> gradient;  ///< nullopt if the built-in has no derivative (heaviside)
  bool held = false;                  ///< the deviations are within `allowed_epsilons`
};

/// Two implementations of a formula, each with about four rounding errors, may differ by this much.
inline constexpr double allowed_epsilons = 8;

/// Compares value and gradient with torch's built-in in float64, float32, bfloat16 and float16, over three times the
/// activation's declared interval.
std::vector<BuiltinAgreement> compare_with_builtin(const Activation& activation);

}  // namespace actlab
