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

boost::math::students_t students_t_of(std::size_t count) {
  return boost::math::students_t(static_cast<double>(count - 1));
}

// The size of the numbers that differences were computed from.
double scale_of(std::span<const double> a, std::span<const double> b) {
  double scale = 0;
  for (const std::span<const double> values : {a, b})
    for (const double x : values) scale = std::max(scale, std::abs(x));
  return scale;
}

}  // namespace

bool has_spread(std::span<const double> values, double scale) {
  if (values.empty()) return false;
  const auto [min, max] = std::minmax_element(values.begin(), values.end());
  return *max - *min > 1e-12 * std::max({std::abs(*min), std::abs(*max), scale});
}

double standard_error(std::span<const double> values) {
  const double mean = mean_of(values);
  double squares = 0;
  for (const double x : values) squares += (x - mean) * (x - mean);
  const auto n = static_cast<double>(values.size());
  return std::sqrt(squares / (n - 1) / n);
}

Estimate estimate(std::span<const double> values) {
  if (values.empty()) return {0, nan, nan, nan, nan, nan};
  const double mean = mean_of(values);
  const auto [min, max] = std::minmax_element(values.begin(), values.end());
  Estimate result{values.size(), mean, nan, nan, *min, *max};
  if (values.size() > 1 && has_spread(values)) {
    const double t = boost::math::quantile(students_t_of(values.size()), 0.975);
    const double half = t * standard_error(values);
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
  if (!has_spread(differences, scale_of(a, b))) {
    result.difference.low = result.difference.high = nan;
    return result;
  }
  const double statistic = std::abs(result.difference.mean / standard_error(differences));
  result.p_value = 2 * boost::math::cdf(boost::math::complement(students_t_of(differences.size()), statistic));
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
