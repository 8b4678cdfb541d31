#pragma once

#include <cstddef>
#include <span>

#include "core/statistics.h"

namespace actlab {

/// Fewer seeds than this give no interval, no p-value and no verdict: a bootstrap of so few values covers far less than
/// its nominal 95 %, and a sign-flip test of four pairs cannot give p < 0.05.
inline constexpr std::size_t fewest_seeds = 5;

/// The mean with its 95 % bias-corrected and accelerated bootstrap interval (BCa; Efron, "Better bootstrap confidence
/// intervals", J. Am. Stat. Assoc. 1987; the acceleration is the jackknife's, as in scipy.stats.bootstrap). 10 000
/// resamples, from a random stream of their own that always starts from the same state. The interval is never outside
/// of the smallest and the largest value. It is NaN for fewer than `fewest_seeds` values, and if their spread is zero
/// within rounding (see has_spread). Values must be finite.
Estimate bootstrap_estimate(std::span<const double> values);

}  // namespace actlab
