#include "lab/statistics/stochastic_order.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>

#include "lab/statistics/resampler.h"

namespace actlab {
namespace {

constexpr std::size_t order_resamples = 1000;
constexpr std::uint64_t order_stream = 0xA5000D27;  // any constant: the result is a function of the values alone

// Both in rising order. The quantile functions of two samples of one size are steps of the same width, so the integrals
// are sums over the order statistics.
double violation_ratio(std::span<const double> first, std::span<const double> second) {
  double all = 0, violating = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    const double difference = second[i] - first[i];
    all += difference * difference;
    if (difference > 0) violating += difference * difference;
  }
  return all == 0 ? 0.5 : violating / all;
}

}  // namespace

StochasticOrder almost_stochastic_order(std::span<const double> first, std::span<const double> second) {
  if (first.size() != second.size()) throw std::invalid_argument("both samples must have the same size");
  if (first.empty()) return {};
  Resampler firsts(Strata{{first.begin(), first.end()}});
  Resampler seconds(Strata{{second.begin(), second.end()}});
  const double violation = violation_ratio(firsts.values(), seconds.values());
  SplitMix64 random(order_stream);
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < order_resamples; ++i) {
    const std::span<const double> resample = firsts.draw(random);
    const double deviation = violation_ratio(resample, seconds.draw(random)) - violation;
    sum += deviation;
    squares += deviation * deviation;
  }
  const double mean = sum / order_resamples;
  // The factor sqrt(n m / (n + m)) of the paper's sigma and its inverse in epsilon_min cancel out.
  const double sigma = std::sqrt(std::max(0.0, squares / order_resamples - mean * mean));
  const double margin = sigma * boost::math::quantile(boost::math::normal(), 0.95);
  return {violation, std::clamp(violation + margin, 0.0, 1.0), std::clamp(1 - violation + margin, 0.0, 1.0)};
}

}  // namespace actlab
