#pragma once

#include <limits>
#include <span>
#include <vector>

#include "lab/statistics/resampler.h"

namespace actlab {

/// A value with its 95 % interval.
struct Aggregate {
  double value = std::numeric_limits<double>::quiet_NaN();
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
};

/// The interquartile mean of all values together: the mean of those that are left if a quarter, rounded down, is cut
/// off at either end (Agarwal et al., "Deep reinforcement learning at the edge of the statistical precipice", NeurIPS
/// 2021; rliable's aggregate_iqm). The interval is that of the percentile bootstrap within strata, 2000 resamples from
/// a stream that always starts from the same state. It is NaN if a stratum has fewer than `fewest_seeds` values, and if
/// the values have no spread. Empty strata are left out; all are NaN without values.
Aggregate interquartile_mean(const Strata& strata);

/// A performance profile (Dolan & Moré 2002, in the form of rliable's score distributions).
struct Profile {
  std::vector<double> above;  ///< for each threshold, the share of all values that are larger, 0 to 1
  std::vector<double> low;    ///< its 95 % interval at this threshold, made as that of interquartile_mean
  std::vector<double> high;
};

/// `thresholds` must be in rising order.
Profile performance_profile(const Strata& strata, std::span<const double> thresholds);

}  // namespace actlab
