#pragma once

#include <cstddef>
#include <span>

namespace actlab {

/// What a sample says of the mean it was drawn around. All are NaN for an empty sample; the interval is NaN for a
/// sample of one.
struct Estimate {
  std::size_t count = 0;
  double mean;
  double low;  ///< the 95 % interval of the mean, by Student's t with count - 1 degrees of freedom
  double high;
  double min;
  double max;
};

/// Values must be finite: the caller leaves out and counts what is not.
Estimate estimate(std::span<const double> values);

/// a - b over pairs (a[i], b[i]), which share what they were measured on.
struct PairedDifference {
  Estimate difference;
  std::size_t positive = 0;  ///< pairs where a > b
  std::size_t ties = 0;
  /// Two-sided p-value of the paired t-test that the mean difference is 0; NaN for fewer than two pairs. Where every
  /// difference is the same the t statistic has no finite value: p is then 1 for a difference of 0, and else 0.
  double p_value;
};

/// `a` and `b` have the same length. Values must be finite.
PairedDifference paired_difference(std::span<const double> a, std::span<const double> b);

/// The quantile at `share`, 0 to 1, with linear interpolation between order statistics. `sorted` must be in rising
/// order. NaN if it is empty.
double quantile(std::span<const double> sorted, double share);

}  // namespace actlab
