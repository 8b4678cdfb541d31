#include "lab/statistics/bootstrap.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/random.h"

namespace actlab {
namespace {

constexpr std::size_t resamples = 10'000;
constexpr std::uint64_t bootstrap_stream = 0xB00757A9;  // any constant: the interval is a function of the values alone

// The means of the resamples, in rising order. Two indices come from one random number, because drawing them is most of
// the work.
std::vector<double> resampled_means(std::span<const double> values, const Estimate& estimate) {
  SplitMix64 random(bootstrap_stream);
  const std::uint64_t n = values.size();
  std::vector<double> means(resamples);
  for (double& mean : means) {
    double even = 0, odd = 0;
    for (std::uint64_t i = 0; i + 1 < n; i += 2) {
      const std::uint64_t bits = random();
      even += values[(bits >> 32) * n >> 32];
      odd += values[(bits & 0xFFFFFFFF) * n >> 32];
    }
    if (n % 2 == 1) even += values[(random() >> 32) * n >> 32];
    // Rounding must not move a mean outside of the values.
    mean = std::clamp((even + odd) / static_cast<double>(n), estimate.min, estimate.max);
  }
  std::sort(means.begin(), means.end());
  return means;
}

// The share of the resampled means below the mean; equal ones count half.
double share_below(std::span<const double> sorted, double mean) {
  const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), mean);
  return static_cast<double>((first - sorted.begin()) + (last - sorted.begin())) / 2 /
         static_cast<double>(sorted.size());
}

// For the mean, the jackknife's acceleration is the skewness over 6 sqrt(n).
double acceleration(std::span<const double> values, double mean) {
  double squares = 0, cubes = 0;
  for (const double x : values) {
    const double d = x - mean;
    squares += d * d;
    cubes += d * d * d;
  }
  return cubes / (6 * squares * std::sqrt(squares));
}

}  // namespace

Estimate bootstrap_estimate(std::span<const double> values) {
  Estimate result = estimate(values);
  result.low = result.high = std::nan("");
  if (values.size() < fewest_seeds || !has_spread(values)) return result;
  const boost::math::normal normal;
  const std::vector<double> means = resampled_means(values, result);
  const double bias = boost::math::quantile(normal, share_below(means, result.mean));
  const double a = acceleration(values, result.mean);
  const auto end = [&](double z) {
    const double shifted = bias + z;
    return quantile(means, boost::math::cdf(normal, bias + shifted / (1 - a * shifted)));
  };
  const double z = boost::math::quantile(normal, 0.975);
  result.low = end(-z);
  result.high = end(z);
  return result;
}

}  // namespace actlab
