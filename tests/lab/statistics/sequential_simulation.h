#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "lab/statistics/differences.h"
#include "lab/statistics/stopping.h"

namespace actlab {

/// What happened in simulated runs with `seeds: {until: …}`.
struct UntilResult {
  double covered = 0;       ///< share of runs of which every interval, at all looks up to at_most, has the true mean
  double covered_stop = 0;  ///< share of runs whose last interval, when they stopped, has it
  double covered_t = 0;     ///< the first share for Student's t, which supposes that one looks once
  double median_seeds = 0;  ///< when they stopped
};

inline bool t_interval_has_zero(const std::vector<double>& values, double t) {
  double mean = 0;
  double squares = 0;
  for (const double value : values) mean += value / static_cast<double>(values.size());
  for (const double value : values) squares += (value - mean) * (value - mean);
  const auto n = static_cast<double>(values.size());
  return std::abs(mean) <= t * std::sqrt(squares / (n - 1) / n);
}

/// `runs` runs that compare two models until the interval is `width` wide. The true mean is 0. Student's t is computed
/// with the quantile of many seeds, so its share is too small by a little at 20 seeds.
inline UntilResult simulate_until(const DifferenceKind& kind, const SeedLimits& limits, double width, int runs) {
  UntilResult result;
  std::vector<double> stops;
  for (int run = 0; run < runs; ++run) {
    NumpyRandom random(static_cast<std::uint32_t>(run));
    std::vector<CandidateMetrics> models(2);
    bool covered = true;
    bool covered_t = true;
    bool stopped = false;
    for (const std::int64_t seeds : look_times(limits.at_least, limits.at_most)) {
      while (std::ssize(models[0]) < seeds) {
        const double shared = 80 + random.randn();
        models[0].push_back(shared + kind.draw(random));
        models[1].push_back(shared);
      }
      const std::vector<std::pair<std::size_t, std::size_t>> pairs{{0, 1}};
      const auto intervals = watched_intervals(models, pairs, limits);
      const SequentialInterval& interval = intervals[0].interval;
      const bool has_zero = !(interval.low > 0) && !(interval.high < 0);
      covered = covered && has_zero;
      std::vector<double> values;
      for (std::size_t i = 0; i < models[0].size(); ++i) values.push_back(models[0][i] - models[1][i]);
      covered_t = covered_t && t_interval_has_zero(values, seeds < 30 ? 2.093 : seeds < 100 ? 2.01 : 1.97);
      if (stopped || (!all_narrow(intervals, width) && seeds < limits.at_most)) continue;
      stopped = true;
      stops.push_back(static_cast<double>(seeds));
      result.covered_stop += has_zero;
    }
    result.covered += covered;
    result.covered_t += covered_t;
  }
  std::sort(stops.begin(), stops.end());
  result.median_seeds = stops[stops.size() / 2];
  for (double* share : {&result.covered, &result.covered_stop, &result.covered_t}) *share /= runs;
  return result;
}

/// What happened in simulated races.
struct RaceResult {
  double lost_best = 0;  ///< share of races that dropped the best candidate
  double decided = 0;    ///< share of races that one candidate was left of
  double trials = 0;     ///< mean share of the trials that were trained
};

/// Races of `candidates` models. The differences of each from a shared value are of the kind, and its mean is `gap`
/// below that of the one before it.
inline RaceResult simulate_race(const DifferenceKind& kind, const SeedLimits& limits, std::size_t candidates,
                                double gap, int runs) {
  RaceResult result;
  for (int run = 0; run < runs; ++run) {
    NumpyRandom random(static_cast<std::uint32_t>(run));
    Race race(candidates, limits, false);
    std::vector<CandidateMetrics> models(candidates);
    std::size_t trained = 0;
    for (const std::int64_t seeds : look_times(limits.at_least, limits.at_most)) {
      while (std::ssize(models[0]) < seeds) {
        const double shared = 80 + random.randn();
        for (std::size_t i = 0; i < candidates; ++i) {
          models[i].push_back(shared + kind.draw(random) - gap * static_cast<double>(i));
          trained += race.is_active(i);
        }
      }
      race.look(models, seeds);
      if (race.active_count() == 1) break;
    }
    result.lost_best += !race.is_active(0);
    result.decided += race.active_count() == 1;
    result.trials +=
        static_cast<double>(trained) / static_cast<double>(candidates) / static_cast<double>(limits.at_most);
  }
  for (double* share : {&result.lost_best, &result.decided, &result.trials}) *share /= runs;
  return result;
}

}  // namespace actlab
