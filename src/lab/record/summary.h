#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/statistics.h"
#include "lab/record/stopping_record.h"
#include "lab/record/trial_record.h"
#include "lab/statistics/bootstrap.h"
#include "lab/statistics/effect.h"

namespace actlab {

/// The trials of one model at one sweep point, in the order of the plan.
using TrialGroup = std::vector<const TrialRecord*>;

/// Trials by sweep point and model.
using TrialGroups = std::map<std::pair<std::int64_t, std::string_view>, TrialGroup>;

/// Groups trials. The result points into `trials`.
TrialGroups group_trials(std::span<const TrialRecord> trials);

/// One of the two samples that a trial is scored on: &TrialRecord::train or &TrialRecord::test.
using Sample = Score TrialRecord::*;

/// RMSE for regression, else accuracy; NaN if the trial did not finish or has no such sample.
double metric(const TrialRecord& trial, Sample sample, bool regression);

/// The metrics of two models that were trained with the same seed.
struct SeedPair {
  std::uint32_t seed;
  double metric;
  double other;
};

/// Pairs the trials of `group` with those of `other` that have the same seed, in the order of `group`. Seeds for which
/// one of the two has no metric are left out.
std::vector<SeedPair> pair_by_seed(const TrialGroup& group, const TrialGroup& other, Sample sample, bool regression);

/// The finished trials of a model at a sweep point, over one sample.
struct SampleSummary {
  Estimate metric;  ///< accuracy, or RMSE for regression; the count is 0 without such a sample
  double mean_loss;
};

/// What the networks of a model took the held-out samples for, in its finished trials.
struct ConfusionSummary {
  Confusion cells;          ///< the sum of the trials' matrices
  std::int64_t trials = 0;  ///< their number: 0 for a regression, without a held-out sample, and in old records
  /// Balanced accuracy over the trials, without an interval. The count is 0 unless the classes are unequal.
  Estimate balanced = estimate({});
};

/// A matrix of more classes is not shown; it is in confusion.csv.
inline constexpr std::size_t most_classes_shown = 20;

/// The baseline of the data of some models, over the seeds; without intervals.
struct BaselineSummary {
  SampleSummary train;
  SampleSummary test;
  Estimate balanced = estimate({});  ///< of the held-out sample, as in ConfusionSummary
};

struct ModelSummary {
  ModelRecord model;
  std::int64_t finished = 0;
  std::int64_t diverged = 0;
  std::int64_t failed = 0;
  std::int64_t epochs = 0;          ///< of the finished trials
  std::int64_t first_diverged = 0;  ///< epochs of the first and the last divergence, if any
  std::int64_t last_diverged = 0;
  SampleSummary train;
  SampleSummary test;
  ConfusionSummary confusion{};
  std::int64_t baseline = -1;  ///< index into Summary::baselines; -1 without finished or diverged trials
};

/// Why a comparison has no interval, no p-value and no verdict.
enum class NoVerdict {
  none,       ///< it has them
  few_seeds,  ///< fewer than fewest_seeds seeds that both models finished
  no_spread,  ///< the difference is the same on every seed, within rounding
};

/// The metric of one model minus that of another, paired by seed.
struct SampleComparison {
  Estimate difference;   ///< with a BCa bootstrap interval
  std::size_t wins = 0;  ///< seeds on which the first model was better: more accuracy, or less RMSE
  std::size_t ties = 0;
  NoVerdict no_verdict = NoVerdict::few_seeds;
  double p_value = std::numeric_limits<double>::quiet_NaN();  ///< of the sign-flip permutation test
  double p_t = std::numeric_limits<double>::quiet_NaN();      ///< of the paired t-test
  /// The p-value after Holm's correction over all pairs of the table; only this one decides.
  double p_holm = std::numeric_limits<double>::quiet_NaN();
  Probability better{};                                          ///< of the first model on a new seed
  double detectable = std::numeric_limits<double>::quiet_NaN();  ///< the smallest difference seen with a power of 0.8
};

/// Compares two models over the seeds that pair_by_seed finds. `p_holm` is `p_value`: a single test.
SampleComparison compare(const TrialGroup& group, const TrialGroup& other, Sample sample, bool regression);

/// `model` compared with `other`.
struct PairSummary {
  std::int64_t point = 0;
  std::string model;
  std::string other;
  SampleComparison train;
  SampleComparison test;
};

/// The results of a run. The terminal's table, the page and summary.json all show this.
struct Summary {
  RunHeader header;
  std::vector<ModelSummary> models;             ///< by sweep point, then in the order of the config
  std::vector<PairSummary> pairs;               ///< each model with each one before it
  std::optional<StoppingRecord> stopping = {};  ///< of a run that chose its number of seeds
  std::vector<BaselineSummary> baselines = {};  ///< one for all models, or several if their data differ

  const char* metric() const { return header.regression ? "rmse" : "accuracy"; }
  /// The name of the baseline: what it always predicts.
  const char* baseline() const { return header.regression ? "mean of the targets" : "most frequent class"; }
  /// The baseline to show below models[i]: that of a model and its neighbours above, if the next model has another one.
  const BaselineSummary* baseline_below(std::size_t i) const;
  /// The names of the classes of a model's data; numbers if the record has no names.
  std::vector<std::string> classes(const ModelSummary& model) const;
};

/// Summarises trials, which must be in the order of the plan. Trials that diverged or failed are counted and excluded
/// from every mean.
Summary summarise(const RunHeader& header, std::span<const TrialRecord> trials);

/// Sets `p_holm` of all pairs, separately for each of the two samples.
void correct_p_values(std::vector<PairSummary>& pairs);

/// The text of summary.json. NaN becomes null.
std::string to_json(const Summary& summary);

}  // namespace actlab
