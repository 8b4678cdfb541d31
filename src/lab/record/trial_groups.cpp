#include "lab/record/trial_groups.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace actlab {

std::vector<std::string> model_names(const RunHeader& header) {
  std::vector<std::string> names;
  for (const ModelRecord& model : header.models) {
    if (std::find(names.begin(), names.end(), model.name) == names.end()) names.push_back(model.name);
  }
  return names;
}

TrialGroups group_trials(std::span<const TrialRecord> trials) {
  TrialGroups groups;
  for (const TrialRecord& trial : trials) groups[{trial.point, trial.model}].push_back(&trial);
  return groups;
}

double metric(const TrialRecord& trial, Sample sample, bool regression) {
  if (trial.status != TrialStatus::finished) return std::numeric_limits<double>::quiet_NaN();
  const Score& score = trial.*sample;
  return regression ? std::sqrt(score.loss) : score.accuracy;
}

std::vector<double> metrics_of(const TrialGroup& group, Sample sample, bool regression) {
  std::vector<double> metrics;
  for (const TrialRecord* trial : group) {
    const double value = metric(*trial, sample, regression);
    if (!std::isnan(value)) metrics.push_back(value);
  }
  return metrics;
}

std::vector<SeedPair> pair_by_seed(const TrialGroup& group, const TrialGroup& other, Sample sample, bool regression) {
  std::map<std::uint32_t, double> by_seed;
  for (const TrialRecord* trial : other) by_seed[trial->seed] = metric(*trial, sample, regression);
  std::vector<SeedPair> pairs;
  for (const TrialRecord* trial : group) {
    const auto partner = by_seed.find(trial->seed);
    const double value = metric(*trial, sample, regression);
    if (partner == by_seed.end() || std::isnan(value) || std::isnan(partner->second)) continue;
    pairs.push_back({trial->seed, value, partner->second});
  }
  return pairs;
}

}  // namespace actlab
