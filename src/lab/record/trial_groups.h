#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lab/record/trial_record.h"

namespace actlab {

/// The trials of one model at one sweep point, in the order of the plan.
using TrialGroup = std::vector<const TrialRecord*>;

/// The names of the models, each once, in the order of the config.
std::vector<std::string> model_names(const RunHeader& header);

/// Trials by sweep point and model.
using TrialGroups = std::map<std::pair<std::int64_t, std::string_view>, TrialGroup>;

/// Groups trials. The result points into `trials`.
TrialGroups group_trials(std::span<const TrialRecord> trials);

/// One of the two samples that a trial is scored on: &TrialRecord::train or &TrialRecord::test.
using Sample = Score TrialRecord::*;

/// RMSE for regression, else accuracy; NaN if the trial did not finish or has no such sample.
double metric(const TrialRecord& trial, Sample sample, bool regression);

/// The metrics of the trials that have one, in their order.
std::vector<double> metrics_of(const TrialGroup& group, Sample sample, bool regression);

/// The metrics of two models that were trained with the same seed.
struct SeedPair {
  std::uint32_t seed;
  double metric;
  double other;
};

/// Pairs the trials of `group` with those of `other` that have the same seed, in the order of `group`. Seeds for which
/// one of the two has no metric are left out.
std::vector<SeedPair> pair_by_seed(const TrialGroup& group, const TrialGroup& other, Sample sample, bool regression);

}  // namespace actlab
