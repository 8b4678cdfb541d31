#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/statistics.h"
#include "lab/record/trial_groups.h"
#include "lab/statistics/effect.h"
#include "lab/statistics/stochastic_order.h"

namespace actlab {

/// Why a comparison has no interval, no p-value and no verdict.
enum class NoVerdict {
  none,       ///< it has them
  few_seeds,  ///< fewer than fewest_seeds seeds that both models finished
  no_spread,  ///< the difference is the same on every seed, within rounding
};

/// The metric of one model minus that of another, paired by seed.
struct SampleComparison {
  Estimate difference;
  std::size_t wins = 0;  ///< seeds on which the first model was better: more accuracy, or less RMSE
  std::size_t ties = 0;
  NoVerdict no_verdict = NoVerdict::few_seeds;
  double p_value = std::numeric_limits<double>::quiet_NaN();  ///< of the sign-flip permutation test
  double p_t = std::numeric_limits<double>::quiet_NaN();      ///< of the paired t-test
  /// The p-value after Holm's correction over all pairs of the table; only this one decides.
  double p_holm = std::numeric_limits<double>::quiet_NaN();
  Probability better{};                                          ///< of the first model on a new seed
  StochasticOrder order{};                                       ///< of the first model over the second
  double detectable = std::numeric_limits<double>::quiet_NaN();  ///< the smallest difference seen with a power of 0.8
};

/// Compares two models over the seeds that pair_by_seed finds. `p_holm` is `p_value`: a single test.
SampleComparison compare(const TrialGroup& group, const TrialGroup& other, Sample sample, const RunHeader& header);

/// The same comparison, as that of the second model with the first.
SampleComparison reversed(const SampleComparison& comparison);

/// True if the second model is the better one by its mean: less accuracy, or more RMSE.
bool is_behind(const SampleComparison& comparison, bool regression);

/// True if the difference is shown by the rule of docs/statistics.md: at least fewest_seeds seeds, some spread, and a
/// corrected p-value below 0.05.
bool shows_difference(const SampleComparison& comparison);

/// `model` compared with `other`.
struct PairSummary {
  std::int64_t point = 0;
  std::string model;
  std::string other;
  SampleComparison train;
  SampleComparison test;
};

/// Sets `p_holm` of all pairs, separately for each of the two samples.
void correct_p_values(std::vector<PairSummary>& pairs);

}  // namespace actlab
