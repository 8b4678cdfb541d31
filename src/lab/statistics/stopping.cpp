#include "lab/statistics/stopping.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace actlab {
namespace {

constexpr double error_level = 0.05;

// Halfway on a logarithmic scale, because nobody knows before when the run will stop.
double tightest_count(const SeedLimits& limits) {
  return std::sqrt(static_cast<double>(limits.at_least) * static_cast<double>(limits.at_most));
}

struct Differences {
  std::vector<double> values;
  double scale = 0;  // of the metrics that were subtracted
};

Differences paired_metrics(const CandidateMetrics& first, const CandidateMetrics& second, std::size_t seeds) {
  Differences result;
  const std::size_t count = std::min({seeds, first.size(), second.size()});
  for (std::size_t i = 0; i < count; ++i) {
    if (std::isnan(first[i]) || std::isnan(second[i])) continue;
    result.values.push_back(first[i] - second[i]);
    result.scale = std::max({result.scale, std::abs(first[i]), std::abs(second[i])});
  }
  return result;
}

SequentialInterval interval_of(const ConfidenceSequence& sequence, const Differences& differences,
                               const SeedLimits& limits) {
  if (std::ssize(differences.values) >= limits.at_least)
    return sequence.interval(differences.values, differences.scale);
  SequentialInterval none;
  none.count = differences.values.size();
  return none;
}

std::size_t finished_count(const CandidateMetrics& metrics, std::int64_t seeds) {
  const auto end = metrics.begin() + std::min<std::ptrdiff_t>(std::ssize(metrics), seeds);
  return static_cast<std::size_t>(std::count_if(metrics.begin(), end, [](double value) { return !std::isnan(value); }));
}

double mean_of_finished(const CandidateMetrics& metrics, std::int64_t seeds) {
  double sum = 0;
  for (std::size_t i = 0; i < std::min<std::size_t>(metrics.size(), static_cast<std::size_t>(seeds)); ++i) {
    if (!std::isnan(metrics[i])) sum += metrics[i];
  }
  return sum / static_cast<double>(finished_count(metrics, seeds));
}

}  // namespace

std::vector<WatchedInterval> watched_intervals(std::span<const CandidateMetrics> candidates,
                                               std::span<const std::pair<std::size_t, std::size_t>> pairs,
                                               const SeedLimits& limits) {
  const ConfidenceSequence sequence(error_level, tightest_count(limits));
  std::vector<WatchedInterval> intervals;
  for (const auto& [first, second] : pairs) {
    const CandidateMetrics zeros(first == second ? candidates[first].size() : 0);
    const CandidateMetrics& other = first == second ? zeros : candidates[second];
    const Differences differences = paired_metrics(candidates[first], other, candidates[first].size());
    intervals.push_back({first, second, interval_of(sequence, differences, limits)});
  }
  return intervals;
}

bool all_narrow(std::span<const WatchedInterval> intervals, double width) {
  return std::all_of(intervals.begin(), intervals.end(),
                     [&](const WatchedInterval& watched) { return watched.interval.width() <= width; });
}

Race::Race(std::size_t candidates, const SeedLimits& limits, bool smaller_is_better)
    : limits_(limits),
      smaller_is_better_(smaller_is_better),
      sequence_(error_level / static_cast<double>(std::max<std::size_t>(2, candidates) - 1), tightest_count(limits)),
      active_(candidates, true) {}

std::size_t Race::active_count() const {
  return static_cast<std::size_t>(std::count(active_.begin(), active_.end(), true));
}

std::vector<Drop> Race::drop_unfinished(std::span<const CandidateMetrics> candidates, std::int64_t seeds) {
  std::vector<Drop> drops;
  for (std::size_t i = 0; i < active_.size(); ++i) {
    if (!active_[i]) continue;
    const auto all = static_cast<std::size_t>(seeds);
    const std::size_t unfinished = all - finished_count(candidates[i], seeds);
    if (!more_than_half(unfinished, all, error_level / 2)) continue;
    drops.push_back({.candidate = i,
                     .best = 0,
                     .seeds = seeds,
                     .unfinished = static_cast<std::int64_t>(unfinished),
                     .difference = {}});
  }
  if (drops.size() == active_count()) {  // keeps the one that finished most often
    drops.erase(std::min_element(drops.begin(), drops.end(),
                                 [](const Drop& a, const Drop& b) { return a.unfinished < b.unfinished; }));
  }
  for (const Drop& drop : drops) active_[drop.candidate] = false;
  return drops;
}

std::size_t Race::best(std::span<const CandidateMetrics> candidates, std::int64_t seeds) const {
  std::size_t found = 0;
  double best_mean = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t i = active_.size(); i-- > 0;) {  // of equal ones the first
    if (!active_[i]) continue;
    const double mean = mean_of_finished(candidates[i], seeds);
    const bool worse = smaller_is_better_ ? mean > best_mean : mean < best_mean;
    if (!std::isnan(best_mean) && (std::isnan(mean) || worse)) continue;
    found = i;
    best_mean = mean;
  }
  return found;
}

std::vector<Drop> Race::look(std::span<const CandidateMetrics> candidates, std::int64_t seeds) {
  std::vector<Drop> drops = drop_unfinished(candidates, seeds);
  const std::size_t leader = best(candidates, seeds);
  for (Drop& drop : drops) drop.best = leader;
  for (std::size_t i = 0; i < active_.size(); ++i) {
    if (!active_[i] || i == leader) continue;
    const Differences differences = paired_metrics(candidates[leader], candidates[i], static_cast<std::size_t>(seeds));
    const SequentialInterval difference = interval_of(sequence_, differences, limits_);
    if (!(smaller_is_better_ ? difference.high < 0 : difference.low > 0)) continue;
    active_[i] = false;
    drops.push_back({.candidate = i, .best = leader, .seeds = seeds, .unfinished = 0, .difference = difference});
  }
  return drops;
}

}  // namespace actlab
