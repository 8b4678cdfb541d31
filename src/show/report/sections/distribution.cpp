#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>

#include "core/statistics.h"
#include "show/report/metric_axis.h"
#include "show/report/metric_text.h"
#include "show/report/sections.h"
#include "show/report/swarm.h"

namespace actlab {
namespace {

struct SampleOfTrial {
  std::string_view name;
  Sample score;
  SampleSummary ModelSummary::*summary;
  SampleComparison PairSummary::*comparison;
};

constexpr SampleOfTrial both_samples[] = {{"training", &TrialRecord::train, &ModelSummary::train, &PairSummary::train},
                                          {"held-out", &TrialRecord::test, &ModelSummary::test, &PairSummary::test}};
constexpr std::size_t max_dots = 8000;  // on the page

std::size_t dots_per_group(const RunData& run, std::size_t groups) {
  return std::clamp<std::size_t>(max_dots / std::max<std::size_t>(1, groups * (run.has_test() ? 2 : 1)), 20, 500);
}

struct Swarms {
  Rows dots;
  Rows means;
  Rows intervals;  // with two seeds or more
  std::set<std::string> names{};

  void add(const std::string& name, std::string_view sample, std::int64_t point,
           const std::vector<std::pair<double, std::uint32_t>>& values, std::size_t most, const Estimate& e) {
    std::vector<double> numbers;
    numbers.reserve(values.size());
    for (const auto& [value, seed] : values) numbers.push_back(value);
    if (numbers.empty()) return;
    const auto [low, high] = std::minmax_element(numbers.begin(), numbers.end());
    for (const SwarmDot& dot : swarm(numbers, *low, *high, most)) {
      dots.add({name, std::string(sample), point, values[dot.index].second, dot.value, dot.offset});
    }
    names.insert(name);
    means.add({name, std::string(sample), point, e.count, e.mean, e.low, e.high});
    if (std::isfinite(e.low)) intervals.add({name, std::string(sample), point, e.low, e.high});
  }
};

Swarms empty_swarms() {
  return {Rows({"model", "sample", "point", "seed", "value", "offset"}),
          Rows({"model", "sample", "point", "seeds", "mean", "low", "high"}),
          Rows({"model", "sample", "point", "low", "high"})};
}

Json swarm_chart(const char* spec, const char* name, const std::string& title, const char* format,
                 const Swarms& swarms) {
  return {{"spec", spec},
          {"name", name},
          {"title", title},
          {"values", {{"metric", title}, {"format", format}, {"height", 24 + 58 * swarms.names.size()}}},
          {"data",
           {{"dots", swarms.dots.to_json()},
            {"means", swarms.means.to_json()},
            {"intervals", swarms.intervals.to_json()}}}};
}

}  // namespace

Json distribution_section(const RunData& run) {
  const bool regression = run.header().regression;
  Swarms swarms = empty_swarms();
  const TrialGroups trials = group_trials(run.trials);
  const std::size_t most = dots_per_group(run, trials.size());
  std::size_t largest = 0;
  for (const ModelSummary& summary : run.summary.models) {
    const ModelRecord& model = summary.model;
    const auto group = trials.find({model.point, model.name});
    if (group == trials.end()) continue;
    largest = std::max(largest, group->second.size());
    for (const SampleOfTrial& sample : both_samples) {
      std::vector<std::pair<double, std::uint32_t>> values;
      for (const TrialRecord* trial : group->second) {
        const double value = metric(*trial, sample.score, regression);
        if (std::isfinite(value)) values.emplace_back(value, trial->seed);
      }
      swarms.add(model.name, sample.name, model.point, values, most, (summary.*sample.summary).metric);
    }
  }
  if (swarms.dots.empty()) return nullptr;
  const MetricAxis& axis = metric_axis(regression);
  const std::string dot =
      largest <= most ? "Each dot is a seed." : "Each dot stands for several seeds of neighbouring rank.";
  return {{"id", "distribution"},
          {"title", "Results by seed"},
          {"text", dot + " The diamond is the mean, the bar is its 95 % interval. " +
                       interval_explanation(run.header().interval)},
          {"charts", Json::array({swarm_chart("distribution", "distribution", axis.title, axis.format, swarms)})}};
}

Json differences_section(const RunData& run) {
  constexpr std::size_t max_pairs = 10;  // per sweep point; with more, shows only those of the last model
  const bool regression = run.header().regression;
  const TrialGroups trials = group_trials(run.trials);
  Swarms swarms = empty_swarms();
  const std::size_t most = dots_per_group(run, run.summary.pairs.size());
  const std::size_t pairs_per_point = run.summary.pairs.size() / std::max<std::size_t>(1, run.header().points.size());
  const std::vector<std::string> names = run.model_names();
  for (const PairSummary& pair : run.summary.pairs) {
    if (pairs_per_point > max_pairs && pair.model != names.back()) continue;
    const auto group = trials.find({pair.point, pair.model});
    const auto other = trials.find({pair.point, pair.other});
    if (group == trials.end() || other == trials.end()) continue;
    for (const SampleOfTrial& sample : both_samples) {
      std::vector<std::pair<double, std::uint32_t>> values;
      for (const SeedPair& seed : pair_by_seed(group->second, other->second, sample.score, regression)) {
        const double difference = seed.metric - seed.other;
        if (std::isfinite(difference)) values.emplace_back(difference, seed.seed);
      }
      swarms.add(pair.model + " − " + pair.other, sample.name, pair.point, values, most,
                 (pair.*sample.comparison).difference);
    }
  }
  if (swarms.dots.empty()) return nullptr;
  const MetricAxis& axis = metric_axis(regression);
  return {
      {"id", "differences"},
      {"title", "Differences by seed"},
      {"text", std::string(run.configs.size() > 1
                               ? "Differences between models with the same seed, also across runs. With the same data "
                                 "config, a seed gives the same data. "
                               : "Differences between models with the same seed, which have the same data and initial "
                                 "weights. ") +
                   (regression ? "Left of 0, the first model is better." : "Right of 0, the first model is better.") +
                   " The next section says which differences could be chance."},
      {"charts", Json::array({swarm_chart("differences", "differences",
                                          regression ? "difference of RMSE" : "difference of accuracy",
                                          axis.difference_format, swarms)})}};
}

}  // namespace actlab
