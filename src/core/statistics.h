#pragma once

#include <cstddef>
#include <span>

namespace actlab {

/// Summary of a sample. All values are NaN for an empty sample. The interval is NaN for a sample of one, and for values
/// without spread.
struct Estimate {
  std::size_t count = 0;
  double mean;
  double low;  ///< lower end of the 95 % confidence interval of the mean (Student's t, count - 1 degrees of freedom)
  double high;
  double min;
  double max;
};

/// False if all values are equal within rounding, so that they say nothing about how much others would differ: their
/// range is at most 1e-12 of the largest absolute value, or of `scale` if that is larger, the size of the numbers that
/// the values were computed from.
bool has_spread(std::span<const double> values, double scale = 0);

/// The standard error of the mean, s / sqrt(n), with s^2 the sum of squared deviations over n - 1. Two or more values.
double standard_error(std::span<const double> values);

/// Values must be finite: the caller removes and counts those that are not.
Estimate estimate(std::span<const double> values);

/// Statistics of the differences a[i] - b[i] of a paired sample.
struct PairedDifference {
  Estimate difference;
  std::size_t positive = 0;  ///< pairs where a > b
  std::size_t ties = 0;
  /// Two-sided p-value of the paired t-test that the mean difference is 0; NaN for fewer than two pairs, and if the
  /// differences have no spread.
  double p_value;
};

/// `a` and `b` must have the same length and finite values.
PairedDifference paired_difference(std::span<const double> a, std::span<const double> b);

/// The quantile at `share`, 0 to 1, with linear interpolation between order statistics. `sorted` must be in rising
/// order. NaN if it is empty.
double quantile(std::span<const double> sorted, double share);

}  // namespace actlab
