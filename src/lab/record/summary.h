#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/statistics.h"
#include "lab/record/pair.h"
#include "lab/record/stopping_record.h"
#include "lab/record/trial_groups.h"
#include "lab/statistics/aggregate.h"

namespace actlab {

/// The finished trials of a model at a sweep point, over one sample.
struct SampleSummary {
  Estimate metric;  ///< accuracy, or RMSE for regression; the count is 0 without such a sample
  double mean_loss;
  Aggregate middle{};  ///< the interquartile mean of the metric
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

/// A model over all sweep points.
struct ModelAggregate {
  std::string model;
  Aggregate train;  ///< interquartile mean of the metric over all seeds and sweep points; NaN without values
  Aggregate test;
};

/// The best model, and the one that it is compared with: the best other model, or the same model at another sweep point
/// if there is no other. The one comparison that the answer in words is about.
struct Headline {
  std::size_t best;   ///< index into Summary::models
  std::size_t other;  ///< the same
  /// On the held-out sample if there is one. Without a sweep it is the pair of the table. In a sweep the two may be at
  /// different points; then `p_holm` is corrected for all pairs of models and points (Bonferroni), of which the two
  /// were selected.
  SampleComparison comparison;
  std::size_t pairs;  ///< that `p_holm` is corrected for
};

/// The results of a run. The terminal's table, the page and summary.json all show this.
struct Summary {
  RunHeader header;
  std::vector<ModelSummary> models;             ///< by sweep point, then in the order of the config
  std::vector<PairSummary> pairs;               ///< each model with each one before it
  std::vector<ModelAggregate> aggregates = {};  ///< in the order of the config; empty without a sweep
  std::optional<StoppingRecord> stopping = {};  ///< of a run that chose its number of seeds
  std::vector<CandidateRecord> dropped = {};    ///< by the races of this run, or of the runs that it was merged from
  std::optional<Headline> headline = {};        ///< none if fewer than two models have a result
  std::vector<BaselineSummary> baselines = {};  ///< one for all models, or several if their data differ

  bool has_test() const;                            ///< true if there is a held-out sample
  bool is_dropped(const ModelRecord& model) const;  ///< true if a race dropped it
  const char* metric() const { return header.regression ? "rmse" : "accuracy"; }
  /// The name of the baseline: what it always predicts.
  const char* baseline() const { return header.regression ? "mean of the targets" : "most frequent class"; }
  /// The baseline to show below models[i]: that of a model and its neighbours above, if the next model has another one.
  const BaselineSummary* baseline_below(std::size_t i) const;
  /// The names of the classes of a model's data; numbers if the record has no names.
  std::vector<std::string> classes(const ModelSummary& model) const;
};

/// Summarises trials, which must be in the order of the plan. Trials that diverged or failed are counted and excluded
/// from every mean. `dropped` are the candidates that a race dropped.
Summary summarise(const RunHeader& header, std::span<const TrialRecord> trials,
                  std::vector<CandidateRecord> dropped = {});

/// The same for a run that chose its number of seeds, if it did.
Summary summarise(const RunHeader& header, std::span<const TrialRecord> trials, std::optional<StoppingRecord> stopping);

/// The text of summary.json. NaN becomes null.
std::string to_json(const Summary& summary);

}  // namespace actlab
