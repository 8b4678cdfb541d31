#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "lab/statistics/confidence_sequence.h"

namespace actlab {

/// The results of one model at one sweep point, by the seed's place in the plan: accuracy or RMSE, NaN where the trial
/// did not finish.
using CandidateMetrics = std::vector<double>;

/// Limits of a run that decides by itself when it has enough seeds.
struct SeedLimits {
  std::int64_t at_least = 20;
  std::int64_t at_most = 20;
};

/// The confidence sequence of the difference `first` minus `second` over the seeds on which both finished; of the mean
/// of `first` alone if the two are the same candidate.
struct WatchedInterval {
  std::size_t first = 0;
  std::size_t second = 0;
  SequentialInterval interval;
};

/// `seeds: {until: …}`: the intervals of the given pairs of candidates, each with 95 % by itself. A pair has no
/// interval before at_least seeds on which both finished: with fewer, the asymptotics that it rests on say nothing.
std::vector<WatchedInterval> watched_intervals(std::span<const CandidateMetrics> candidates,
                                               std::span<const std::pair<std::size_t, std::size_t>> pairs,
                                               const SeedLimits& limits);

/// True if every interval exists and is at most `width` wide.
bool all_narrow(std::span<const WatchedInterval> intervals, double width);

/// Why a race dropped a candidate.
struct Drop {
  std::size_t candidate = 0;
  std::size_t best = 0;           ///< the best candidate at that time
  std::int64_t seeds = 0;         ///< seeds seen
  std::int64_t unfinished = 0;    ///< more than 0 if it was dropped because most of its trials did not finish
  SequentialInterval difference;  ///< of the metric, best minus candidate; none if `unfinished`
};

/// `seeds: {race: …}`: drops a candidate once it has surely lost against the best of those that are left, as Maron &
/// Moore's Hoeffding races ("Hoeffding races", NIPS 1994) and F-race (Birattari et al., "A racing algorithm for
/// configuring metaheuristics", GECCO 2002; irace, López-Ibáñez et al. 2016) do. They test anew after each block of
/// seeds without correcting for the number of looks; here the test is a confidence sequence of the paired difference,
/// which may be looked at at any time.
///
/// The truly best of K candidates is ever dropped with a probability of at most 5 %: with 2.5 % because one of its K -
/// 1 differences is outside of its sequence (a two-sided level of 0.05 / (K - 1) for each, of which one side counts),
/// and with 2.5 % because most of its trials seem not to finish although they do.
class Race {
 public:
  /// `smaller_is_better` for RMSE.
  Race(std::size_t candidates, const SeedLimits& limits, bool smaller_is_better);

  /// Looks at the results of the first `seeds` seeds and drops what has lost, but never all. Results of candidates that
  /// were dropped before are not used. Returns those that are dropped now.
  std::vector<Drop> look(std::span<const CandidateMetrics> candidates, std::int64_t seeds);

  bool is_active(std::size_t candidate) const { return active_[candidate]; }
  std::size_t active_count() const;

 private:
  std::vector<Drop> drop_unfinished(std::span<const CandidateMetrics> candidates, std::int64_t seeds);
  std::size_t best(std::span<const CandidateMetrics> candidates, std::int64_t seeds) const;

  SeedLimits limits_;
  bool smaller_is_better_;
  ConfidenceSequence sequence_;
  std::vector<bool> active_;
};

}  // namespace actlab
