#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/statistics.h"
#include "lab/record/trial_record.h"

namespace actlab {

/// What the finished trials of a model and sweep point reached on one sample.
struct SampleSummary {
  Estimate metric;  ///< accuracy, or RMSE for regression; a count of 0 where there is no such sample
  double mean_loss;
};

struct ModelSummary {
  ModelRecord model;
  std::int64_t finished = 0;
  std::int64_t diverged = 0;
  std::int64_t failed = 0;
  std::int64_t epochs = 0;          ///< that finished trials were trained for
  std::int64_t first_diverged = 0;  ///< epochs of the first and the last divergence, where there was one
  std::int64_t last_diverged = 0;
  SampleSummary train;
  SampleSummary test;
};

/// `model` against `other`, paired by seed over the seeds that both finished: metric of `model` minus that of `other`.
struct SampleComparison {
  Estimate difference;
  std::size_t wins = 0;  ///< seeds on which `model` was better: more accuracy, or less RMSE
  std::size_t ties = 0;
  double p_value;  ///< of the paired t-test
};

struct PairSummary {
  std::int64_t point = 0;
  std::string model;
  std::string other;
  SampleComparison train;
  SampleComparison test;
};

/// What a run found: the one thing that the terminal's table and summary.json both show.
struct Summary {
  RunHeader header;
  std::vector<ModelSummary> models;  ///< by sweep point, then in the order of the config
  std::vector<PairSummary> pairs;    ///< each model against each one before it

  const char* metric() const { return header.regression ? "rmse" : "accuracy"; }
};

/// Trials that diverged or failed are counted and left out of every mean. `trials` are in the order of the plan.
Summary summarise(const RunHeader& header, std::span<const TrialRecord> trials);

/// summary.json; what is not a number is null.
std::string to_json(const Summary& summary);

}  // namespace actlab
