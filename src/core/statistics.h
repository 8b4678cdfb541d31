#pragma once

#include <cstddef>
#include <span>

namespace actlab {

/// Summary of a sample. All values are NaN for an empty sample; the interval is NaN for a sample of one.
struct Estimate {
  std::size_t count = 0;
  double mean;
  double low;  ///< lower end of the 95 % confidence interval of the mean (Student's t, count - 1 degrees of freedom)
  double high;
  double min;
  double max;
};

/// Values must be finite: the caller removes and counts those that are not.
Estimate estimate(std::span<const double> values);

/// Statistics of the differences a[i] - b[i] of a paired sample.
struct PairedDifference {
  Estimate difference;
  std::size_t positive = 0;  ///< pairs where a > b
  std::size_t ties = 0;
  /// Two-sided p-value of the paired t-test that the mean difference is 0; NaN for fewer than two pairs. If all
  /// differences are equal, the t statistic is not finite; p is then 1 for a difference of 0 and 0 otherwise.
  double p_value;
};

/// `a` and `b` must have the same length and finite values.
PairedDifference paired_difference(std::span<const double> a, std::span<const double> b);

/// The quantile at `share`, 0 to 1, with linear interpolation between order statistics. `sorted` must be in rising
/// order. NaN if it is empty.
double quantile(std::span<const double> sorted, double share);

}  // namespace actlab
