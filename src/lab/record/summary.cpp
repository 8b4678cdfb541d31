#include "lab/record/summary.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lab/record/class_summary.h"
#include "lab/record/headline.h"
#include "lab/statistics/interval.h"

namespace actlab {
namespace {

SampleSummary summarise_sample(const TrialGroup& group, Sample sample, const RunHeader& header) {
  const std::vector<double> metrics = metrics_of(group, sample, header.regression);
  std::vector<double> losses;
  for (const TrialRecord* trial : group) {
    if (!std::isnan(metric(*trial, sample, header.regression))) losses.push_back((trial->*sample).loss);
  }
  return {interval_estimate(metrics, header.interval), estimate(losses).mean, interquartile_mean({metrics})};
}

ModelSummary summarise_model(const ModelRecord& model, const TrialGroup& group, const RunHeader& header) {
  ModelSummary summary{.model = model,
                       .train = summarise_sample(group, &TrialRecord::train, header),
                       .test = summarise_sample(group, &TrialRecord::test, header)};
  for (const TrialRecord* trial : group) {
    if (trial->status == TrialStatus::finished) {
      ++summary.finished;
      summary.epochs = std::max(summary.epochs, trial->epochs);
    } else if (trial->status == TrialStatus::diverged) {
      summary.first_diverged = summary.diverged == 0 ? trial->epochs : std::min(summary.first_diverged, trial->epochs);
      summary.last_diverged = std::max(summary.last_diverged, trial->epochs);
      ++summary.diverged;
    } else {
      ++summary.failed;
    }
  }
  return summary;
}

std::vector<ModelAggregate> aggregates_of(const RunHeader& header, const TrialGroups& groups) {
  const auto aggregate = [&](const std::string& model, Sample sample) {
    Strata strata;
    for (const auto& [key, group] : groups) {
      if (key.second == model) strata.push_back(metrics_of(group, sample, header.regression));
    }
    return interquartile_mean(strata);
  };
  std::vector<ModelAggregate> aggregates;
  for (const std::string& model : model_names(header))
    aggregates.push_back({model, aggregate(model, &TrialRecord::train), aggregate(model, &TrialRecord::test)});
  return aggregates;
}

}  // namespace

bool Summary::has_test() const {
  return std::any_of(models.begin(), models.end(),
                     [](const ModelSummary& model) { return model.test.metric.count > 0; });
}

bool Summary::is_dropped(const ModelRecord& model) const {
  return std::find(dropped.begin(), dropped.end(), CandidateRecord{model.point, model.name}) != dropped.end();
}

Summary summarise(const RunHeader& header, std::span<const TrialRecord> trials, std::vector<CandidateRecord> dropped) {
  TrialGroups groups = group_trials(trials);
  Summary summary{.header = header, .models = {}, .pairs = {}, .dropped = std::move(dropped)};
  for (auto model = header.models.begin(); model != header.models.end(); ++model) {
    const TrialGroup& group = groups[{model->point, model->name}];
    summary.models.push_back(summarise_model(*model, group, header));
    for (auto other = header.models.begin(); other != model; ++other) {
      if (other->point != model->point) continue;
      const TrialGroup& other_group = groups[{other->point, other->name}];
      summary.pairs.push_back({model->point, model->name, other->name,
                               compare(group, other_group, &TrialRecord::train, header),
                               compare(group, other_group, &TrialRecord::test, header)});
    }
  }
  correct_p_values(summary.pairs);
  if (header.points.size() > 1) summary.aggregates = aggregates_of(header, groups);
  summary.headline = headline_of(summary, groups);
  add_baselines(summary, groups);
  add_confusions(summary, groups);
  return summary;
}

Summary summarise(const RunHeader& header, std::span<const TrialRecord> trials,
                  std::optional<StoppingRecord> stopping) {
  Summary summary =
      summarise(header, trials, stopping ? stopping->dropped_candidates() : std::vector<CandidateRecord>());
  summary.stopping = std::move(stopping);
  return summary;
}

}  // namespace actlab
