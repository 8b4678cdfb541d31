#include "lab/record/summary.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

namespace actlab {
namespace {

using Group = std::vector<const TrialRecord*>;  // the trials of one model at one point, by seed

bool is_finished(const TrialRecord& trial) {
  return trial.status == trial_status::finished;
}

// NaN where the trial has no such sample.
double metric_of(const ScoreRecord& score, bool regression) {
  return regression ? std::sqrt(score.loss) : score.accuracy;
}

SampleSummary summarise_sample(const Group& group, bool regression, ScoreRecord TrialRecord::*sample) {
  std::vector<double> metrics;
  std::vector<double> losses;
  for (const TrialRecord* trial : group) {
    const ScoreRecord& score = trial->*sample;
    if (!is_finished(*trial) || std::isnan(metric_of(score, regression))) continue;
    metrics.push_back(metric_of(score, regression));
    losses.push_back(score.loss);
  }
  return {estimate(metrics), estimate(losses).mean};
}

ModelSummary summarise_model(const ModelRecord& model, const Group& group, bool regression) {
  ModelSummary summary{.model = model,
                       .train = summarise_sample(group, regression, &TrialRecord::train),
                       .test = summarise_sample(group, regression, &TrialRecord::test)};
  for (const TrialRecord* trial : group) {
    if (is_finished(*trial)) {
      ++summary.finished;
      summary.epochs = std::max(summary.epochs, trial->epochs);
    } else if (trial->status == trial_status::diverged) {
      summary.first_diverged = summary.diverged == 0 ? trial->epochs : std::min(summary.first_diverged, trial->epochs);
      summary.last_diverged = std::max(summary.last_diverged, trial->epochs);
      ++summary.diverged;
    } else {
      ++summary.failed;
    }
  }
  return summary;
}

SampleComparison compare(const Group& group, const Group& other, bool regression, ScoreRecord TrialRecord::*sample) {
  std::map<std::uint32_t, double> by_seed;
  for (const TrialRecord* trial : other) {
    if (is_finished(*trial)) by_seed[trial->seed] = metric_of(trial->*sample, regression);
  }
  std::vector<double> a;
  std::vector<double> b;
  for (const TrialRecord* trial : group) {
    const auto partner = by_seed.find(trial->seed);
    if (!is_finished(*trial) || partner == by_seed.end()) continue;
    const double metric = metric_of(trial->*sample, regression);
    if (std::isnan(metric) || std::isnan(partner->second)) continue;
    a.push_back(metric);
    b.push_back(partner->second);
  }
  const PairedDifference pairs = paired_difference(a, b);
  const std::size_t less = a.size() - pairs.positive - pairs.ties;
  return {pairs.difference, regression ? less : pairs.positive, pairs.ties, pairs.p_value};
}

}  // namespace

Summary summarise(const RunHeader& header, std::span<const TrialRecord> trials) {
  std::map<std::pair<std::int64_t, std::string_view>, Group> groups;
  for (const TrialRecord& trial : trials) groups[{trial.point, trial.model}].push_back(&trial);

  Summary summary{.header = header, .models = {}, .pairs = {}};
  for (auto model = header.models.begin(); model != header.models.end(); ++model) {
    const Group& group = groups[{model->point, model->name}];
    summary.models.push_back(summarise_model(*model, group, header.regression));
    for (auto other = header.models.begin(); other != model; ++other) {
      if (other->point != model->point) continue;
      const Group& other_group = groups[{other->point, other->name}];
      summary.pairs.push_back({model->point, model->name, other->name,
                               compare(group, other_group, header.regression, &TrialRecord::train),
                               compare(group, other_group, header.regression, &TrialRecord::test)});
    }
  }
  return summary;
}

}  // namespace actlab
