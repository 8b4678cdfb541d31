#include "core/statistics.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <vector>

namespace actlab {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double mean_of(std::span<const double> values) {
  // The mean of equal values must be exactly that value, which a sum divided by the count need not be.
  const double first = values.front();
  const double sum =
      std::accumulate(values.begin(), values.end(), 0.0, [&](double s, double x) { return s + (x - first); });
  return first + sum / static_cast<double>(values.size());
}

// The standard error of the mean: s / sqrt(n), with s^2 the sum of squared deviations over n - 1.
double standard_error(std::span<const double> values, double mean) {
  double squares = 0;
  for (const double x : values) squares += (x - mean) * (x - mean);
  const auto n = static_cast<double>(values.size());
  return std::sqrt(squares / (n - 1) / n);
}

boost::math::students_t students_t_of(std::size_t count) {
  return boost::math::students_t(static_cast<double>(count - 1));
}

}  // namespace

Estimate estimate(std::span<const double> values) {
  if (values.empty()) return {0, nan, nan, nan, nan, nan};
  const double mean = mean_of(values);
  const auto [min, max] = std::minmax_element(values.begin(), values.end());
  Estimate result{values.size(), mean, nan, nan, *min, *max};
  if (values.size() > 1) {
    const double t = boost::math::quantile(students_t_of(values.size()), 0.975);
    const double half = t * standard_error(values, mean);
    result.low = mean - half;
    result.high = mean + half;
  }
  return result;
}

PairedDifference paired_difference(std::span<const double> a, std::span<const double> b) {
  if (a.size() != b.size()) throw std::invalid_argument("paired samples must have the same length");
  std::vector<double> differences(a.size());
  std::transform(a.begin(), a.end(), b.begin(), differences.begin(), std::minus<>());
  PairedDifference result{.difference = estimate(differences), .p_value = nan};
  for (const double d : differences) {
    result.positive += d > 0;
    result.ties += d == 0;
  }
  if (differences.size() < 2) return result;
  const double mean = result.difference.mean;
  const double error = standard_error(differences, mean);
  if (error == 0) {
    result.p_value = mean == 0 ? 1 : 0;
  } else {
    const auto distribution = students_t_of(differences.size());
    result.p_value = 2 * boost::math::cdf(boost::math::complement(distribution, std::abs(mean / error)));
  }
  return result;
}

double quantile(std::span<const double> sorted, double share) {
  if (sorted.empty()) return std::numeric_limits<double>::quiet_NaN();
  const double place = std::clamp(share, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

}  // namespace actlab
