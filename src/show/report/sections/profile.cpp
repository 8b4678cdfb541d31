#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "lab/statistics/aggregate.h"
#include "show/report/metric_axis.h"
#include "show/report/metric_text.h"
#include "show/report/sections.h"

namespace actlab {
namespace {

struct ProfiledSample {
  const char* name;
  Sample score;
  SampleSummary ModelSummary::*summary;
  Aggregate ModelAggregate::*aggregate;
};

constexpr ProfiledSample profiled_samples[] = {
    {"held-out", &TrialRecord::test, &ModelSummary::test, &ModelAggregate::test},
    {"training", &TrialRecord::train, &ModelSummary::train, &ModelAggregate::train}};

// The interquartile mean over all sweep points.
Aggregate middle_of(const Summary& summary, const std::string& model, const ProfiledSample& sample) {
  for (const ModelAggregate& of : summary.aggregates) {
    if (of.model == model) return of.*sample.aggregate;
  }
  for (const ModelSummary& of : summary.models) {
    if (of.model.name == model) return (of.*sample.summary).middle;
  }
  return {};
}

// The metrics of a model, by sweep point.
Strata strata_of(const TrialGroups& groups, const std::string& model, Sample sample, bool regression) {
  Strata strata;
  for (const auto& [key, group] : groups) {
    if (key.second == model) strata.push_back(metrics_of(group, sample, regression));
  }
  return strata;
}

struct Range {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();

  bool is_wide() const { return high / low > 30 && low > 0; }
};

Range range_of(const std::vector<Strata>& models) {
  Range range;
  for (const Strata& strata : models) {
    for (const std::vector<double>& values : strata) {
      for (const double value : values) range = {std::min(range.low, value), std::max(range.high, value)};
    }
  }
  return range;
}

// Thresholds from just outside of the values on one side to just outside of them on the other, in rising order.
std::vector<double> thresholds_over(Range range, bool logarithmic) {
  constexpr int steps = 100;
  if (logarithmic) range = {std::log(range.low), std::log(range.high)};
  const double margin = 0.02 * (range.high - range.low);
  std::vector<double> thresholds;
  for (int i = 0; i <= steps; ++i) {
    const double at = std::lerp(range.low - margin, range.high + margin, static_cast<double>(i) / steps);
    thresholds.push_back(logarithmic ? std::exp(at) : at);
  }
  return thresholds;
}

// Less RMSE is better: the share that is below a threshold is that of the negative values above its negative.
Profile profile_of(Strata strata, std::vector<double> thresholds, bool regression) {
  if (!regression) return performance_profile(strata, thresholds);
  for (std::vector<double>& values : strata)
    for (double& value : values) value = -value;
  std::reverse(thresholds.begin(), thresholds.end());
  for (double& threshold : thresholds) threshold = -threshold;
  Profile profile = performance_profile(strata, thresholds);
  for (std::vector<double>* shares : {&profile.above, &profile.low, &profile.high})
    std::reverse(shares->begin(), shares->end());
  return profile;
}

struct ProfileRows {
  Rows shares{{"model", "sample", "threshold", "share"}};
  Rows bands{{"model", "sample", "threshold", "low", "high"}};
  Json table = Json::array();
  bool logarithmic = false;

  void add(const std::string& model, const char* sample, const std::vector<double>& thresholds,
           const Profile& profile) {
    for (std::size_t i = 0; i < profile.above.size(); ++i) {
      shares.add({model, sample, thresholds[i], profile.above[i]});
      if (std::isfinite(profile.low[i])) bands.add({model, sample, thresholds[i], profile.low[i], profile.high[i]});
    }
  }
};

void add_sample(ProfileRows& rows, const RunData& run, const TrialGroups& groups, const ProfiledSample& sample) {
  const bool regression = run.header().regression;
  const std::vector<std::string> names = run.model_names();
  std::vector<Strata> models;
  models.reserve(names.size());
  for (const std::string& name : names) models.push_back(strata_of(groups, name, sample.score, regression));
  const Range range = range_of(models);
  if (!(range.low < range.high)) return;
  rows.logarithmic = rows.logarithmic || (regression && range.is_wide());
  const std::vector<double> thresholds = thresholds_over(range, regression && range.is_wide());
  for (std::size_t i = 0; i < names.size(); ++i) {
    rows.add(names[i], sample.name, thresholds, profile_of(models[i], thresholds, regression));
    const Aggregate middle = middle_of(run.summary, names[i], sample);
    Json row{names[i], sample.name};
    for (const double value : {middle.value, middle.low, middle.high})
      row.push_back(Json::array({metric_text(value, regression), value}));
    rows.table.push_back(std::move(row));
  }
}

std::string profile_text(const RunData& run) {
  const bool regression = run.header().regression;
  const bool is_sweep = run.header().points.size() > 1;
  const std::string over = is_sweep ? "of all trials, over seeds and sweep points," : "of the seeds";
  return std::string("How reliably does a model reach a given result? For each ") +
         (regression ? "RMSE, the line is the share " + over + " that have less."
                     : "accuracy, the line is the share " + over + " that reach more.") +
         " A line above another one is better there; where lines cross, one model is better at its best and the other "
         "at its worst. The band is the 95 % interval of the share (bootstrap: the seeds are drawn again and again" +
         (is_sweep ? ", within each sweep point" : "") +
         "). IQM, the interquartile mean, is the mean of the middle half of the values: a few seeds that failed or "
         "were lucky do not move it.";
}

}  // namespace

Json profile_section(const RunData& run) {
  constexpr std::size_t max_profiles = 24;  // more lines cannot be told apart
  const std::size_t models = run.model_names().size();
  if (models < 2 || models > max_profiles) return nullptr;
  const TrialGroups groups = group_trials(run.trials);
  ProfileRows rows;
  for (const ProfiledSample& sample : profiled_samples) add_sample(rows, run, groups, sample);
  if (rows.shares.empty()) return nullptr;
  const MetricAxis& axis = metric_axis(run.header().regression);
  Json chart{
      {"spec", "profile"},
      {"name", "profile"},
      {"title", run.header().regression ? "Share with less RMSE" : "Share with more accuracy"},
      {"values", {{"metric", axis.title}, {"format", axis.format}, {"scale", rows.logarithmic ? "log" : "linear"}}},
      {"data", {{"profile", rows.shares.to_json()}, {"bands", rows.bands.to_json()}}}};
  return {{"id", "profile"},
          {"title", "Performance profiles"},
          {"text", profile_text(run)},
          {"charts", Json::array({std::move(chart)})},
          {"columns", {"model", "sample", run.header().regression ? "IQM of RMSE" : "IQM in %", "95 % from", "to"}},
          {"rows", std::move(rows.table)}};
}

}  // namespace actlab
