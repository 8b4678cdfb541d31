#include "lab/statistics/aggregate.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <tuple>
#include <utility>

#include "core/statistics.h"
#include "lab/statistics/bootstrap.h"

namespace actlab {
namespace {

constexpr std::size_t aggregate_resamples = 2000;       // as rliable's profiles
constexpr std::uint64_t aggregate_stream = 0x142A77E5;  // any constant: an interval is a function of the values alone

bool has_interval(const Strata& strata, std::span<const double> values) {
  return has_spread(values) && std::all_of(strata.begin(), strata.end(), [](const auto& stratum) {
           return stratum.empty() || stratum.size() >= fewest_seeds;
         });
}

double trimmed_mean(std::span<const double> sorted) {
  const std::size_t cut = sorted.size() / 4;
  const std::span<const double> middle = sorted.subspan(cut, sorted.size() - 2 * cut);
  return std::accumulate(middle.begin(), middle.end(), 0.0) / static_cast<double>(middle.size());
}

std::vector<double> shares_above(std::span<const double> sorted, std::span<const double> thresholds) {
  std::vector<double> shares;
  shares.reserve(thresholds.size());
  auto at = sorted.begin();
  for (const double threshold : thresholds) {
    while (at != sorted.end() && *at <= threshold) ++at;
    shares.push_back(static_cast<double>(sorted.end() - at) / static_cast<double>(sorted.size()));
  }
  return shares;
}

// The ends of the percentile interval. Sorts `values`.
std::pair<double, double> percentiles(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  return {quantile(values, 0.025), quantile(values, 0.975)};
}

}  // namespace

Aggregate interquartile_mean(const Strata& strata) {
  Resampler resampler(strata);
  if (resampler.values().empty()) return {};
  Aggregate result{.value = trimmed_mean(resampler.values())};
  if (!has_interval(strata, resampler.values())) return result;
  SplitMix64 random(aggregate_stream);
  std::vector<double> means(aggregate_resamples);
  for (double& mean : means) mean = trimmed_mean(resampler.draw(random));
  std::tie(result.low, result.high) = percentiles(means);
  return result;
}

Profile performance_profile(const Strata& strata, std::span<const double> thresholds) {
  Resampler resampler(strata);
  if (resampler.values().empty()) return {};
  Profile profile{shares_above(resampler.values(), thresholds), {}, {}};
  if (!has_interval(strata, resampler.values())) {
    profile.low = profile.high = std::vector<double>(thresholds.size(), std::nan(""));
    return profile;
  }
  SplitMix64 random(aggregate_stream);
  std::vector<std::vector<double>> at(thresholds.size(), std::vector<double>(aggregate_resamples));
  for (std::size_t resample = 0; resample < aggregate_resamples; ++resample) {
    const std::vector<double> shares = shares_above(resampler.draw(random), thresholds);
    for (std::size_t i = 0; i < shares.size(); ++i) at[i][resample] = shares[i];
  }
  for (std::vector<double>& shares : at) {
    const auto [low, high] = percentiles(shares);
    profile.low.push_back(low);
    profile.high.push_back(high);
  }
  return profile;
}

}  // namespace actlab
