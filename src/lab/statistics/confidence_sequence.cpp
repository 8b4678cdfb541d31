#include "lab/statistics/confidence_sequence.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/statistics.h"

namespace actlab {
namespace {

// The mean, and the sum of squared deviations from it.
std::pair<double, double> mean_and_squares(std::span<const double> values) {
  double mean = values.front();
  double squares = 0;
  double count = 1;
  for (const double value : values.subspan(1)) {  // Welford
    const double deviation = value - mean;
    mean += deviation / ++count;
    squares += deviation * (value - mean);
  }
  return {mean, squares};
}

}  // namespace

ConfidenceSequence::ConfidenceSequence(double alpha, double tightest) : alpha_(alpha) {
  const double level = -2 * std::log(alpha);
  prior_variance_ = (level + std::log(level) + 1) / tightest;
}

SequentialInterval ConfidenceSequence::interval(std::span<const double> values, double scale) const {
  SequentialInterval result;
  result.count = values.size();
  if (values.empty()) return result;
  const auto [mean, squares] = mean_and_squares(values);
  result.mean = mean;
  const auto n = static_cast<double>(values.size());
  if (values.size() < 2 || !has_spread(values, scale)) return result;
  // The Bayes factor is 1 / alpha where (1 + s) / (1 + s / k) = r, with s = t^2 / (n - 1). It stays below for r >= k.
  const double k = 1 + n * prior_variance_;
  const double r = std::exp(2 / n * (0.5 * std::log(k) - std::log(alpha_)));
  const double half = r < k ? std::sqrt((r - 1) / (1 - r / k) * squares / n) : std::numeric_limits<double>::infinity();
  result.low = mean - half;
  result.high = mean + half;
  return result;
}

bool more_than_half(std::size_t events, std::size_t trials, double alpha) {
  if (2 * events <= trials) return false;
  const auto k = static_cast<double>(events);
  const auto n = static_cast<double>(trials);
  // The mean likelihood over all probabilities is B(k + 1, n - k + 1); that of 1/2 is 2^-n.
  const double log_ratio = std::lgamma(k + 1) + std::lgamma(n - k + 1) - std::lgamma(n + 2) + n * std::log(2.0);
  return log_ratio >= -std::log(alpha);
}

std::vector<std::int64_t> look_times(std::int64_t at_least, std::int64_t at_most) {
  constexpr std::int64_t smallest_batch = 20;
  std::vector<std::int64_t> times;
  for (std::int64_t n = at_least; n < at_most; n += std::max(smallest_batch, n / 2)) times.push_back(n);
  times.push_back(at_most);
  return times;
}

}  // namespace actlab
