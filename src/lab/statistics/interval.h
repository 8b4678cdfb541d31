#pragma once

#include <array>
#include <span>
#include <string_view>

#include "core/statistics.h"

namespace actlab {

/// How the 95 % intervals of means and mean differences are made.
enum class IntervalMethod {
  bca,  ///< bias-corrected and accelerated bootstrap: bootstrap_estimate
  t,    ///< Student's t: exact for normal values, and not bounded by what values can be
};

/// As configs and records spell them, in the order of IntervalMethod.
inline constexpr std::array<std::string_view, 2> interval_method_names{"bca", "t"};

/// For the reader of a table or a page: "BCa bootstrap" or "Student's t".
std::string_view title(IntervalMethod method);

std::string_view name(IntervalMethod method);

/// Throws std::invalid_argument for any other name.
IntervalMethod interval_method(std::string_view name);

/// The mean with its 95 % interval. With either method the interval is NaN for fewer than `fewest_seeds` values and for
/// values without spread. Values must be finite.
Estimate interval_estimate(std::span<const double> values, IntervalMethod method);

}  // namespace actlab
