#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "show/report/evenly_spaced.h"
#include "show/report/sections.h"

namespace actlab {
namespace {

struct HealthMeasure {
  const char* name;
  const char* title;
  float LayerStatistics::*column;
  bool is_share;
};

constexpr std::array health_measures{
    HealthMeasure{"zeros", "Outputs that are 0", &LayerStatistics::zeros, true},
    HealthMeasure{"dead", "Dead units", &LayerStatistics::dead, true},
    HealthMeasure{"saturated", "Saturated outputs", &LayerStatistics::saturated, true},
    HealthMeasure{"gradient", "Gradient norm", &LayerStatistics::gradient_norm, false}};
constexpr std::size_t max_health_rows = 3000;  // per measure

struct MeanOf {
  double sum = 0;
  int count = 0;

  void add(double value) {
    if (!std::isfinite(value)) return;
    sum += value;
    ++count;
  }
  double value() const { return sum / count; }
};

using HealthKey = std::tuple<std::size_t, std::int64_t, std::int32_t>;                    // model, sweep point, layer
using HealthSeries = std::map<std::int32_t, std::array<MeanOf, health_measures.size()>>;  // by epoch
using AllHealth = std::map<HealthKey, HealthSeries>;

// Means over finished trials, or over diverged ones for a model without finished trials.
AllHealth mean_health(const RunData& run) {
  const std::vector<std::string> names = run.model_names();
  std::set<std::pair<std::string, std::int64_t>> finished;
  const auto trial_of = [&](const TrialStatistics& health) -> const TrialRecord& {
    return run.trials[static_cast<std::size_t>(health.trial)];
  };
  for (const TrialStatistics& health : run.layer_statistics) {
    const TrialRecord& trial = trial_of(health);
    if (trial.status == TrialStatus::finished) finished.emplace(trial.model, trial.point);
  }
  AllHealth all;
  for (const TrialStatistics& health : run.layer_statistics) {
    const TrialRecord& trial = trial_of(health);
    if (trial.status != TrialStatus::finished && finished.contains({trial.model, trial.point})) continue;
    const auto model = static_cast<std::size_t>(std::find(names.begin(), names.end(), trial.model) - names.begin());
    for (const LayerStatistics& record : health.records) {
      auto& means = all[{model, trial.point, record.layer}][record.epoch];
      for (std::size_t i = 0; i < means.size(); ++i) means[i].add(record.*health_measures[i].column);
    }
  }
  return all;
}

struct HealthPoint {
  std::int32_t epoch;
  double value;
};

// True if the values are far apart, as gradients of different layers often are.
bool needs_logarithm(const AllHealth& all, std::size_t measure) {
  double low = INFINITY;
  double high = 0;
  for (const auto& [key, series] : all) {
    for (const auto& [epoch, means] : series) {
      if (means[measure].count == 0 || means[measure].sum == 0) continue;
      low = std::min(low, means[measure].value());
      high = std::max(high, means[measure].value());
    }
  }
  return high > 20 * low;
}

// Returns nothing if the layer has no values or all are 0.
std::vector<HealthPoint> points_of(const HealthSeries& series, std::size_t measure, std::size_t max_points) {
  std::vector<HealthPoint> points;
  for (const auto& [epoch, means] : series) {
    if (means[measure].count > 0) points.push_back({epoch, means[measure].value()});
  }
  if (std::all_of(points.begin(), points.end(), [](const HealthPoint& point) { return point.value == 0; })) return {};
  std::vector<HealthPoint> kept;
  for (const std::size_t i : evenly_spaced(points.size(), max_points)) kept.push_back(points[i]);
  return kept;
}

Json health_chart(const RunData& run, const AllHealth& all, std::size_t index) {
  const HealthMeasure& measure = health_measures[index];
  const std::vector<std::string> names = run.model_names();
  const std::size_t most = std::clamp<std::size_t>(max_health_rows / std::max<std::size_t>(1, all.size()), 4, 100);
  const bool logarithmic = !measure.is_share && needs_logarithm(all, index);
  Rows rows({"model", "point", "layer", "epoch", "value"});
  std::int32_t layers = 0;
  for (const auto& [key, series] : all) {
    const auto& [model, point, layer] = key;
    layers = std::max(layers, layer + 1);
    for (const HealthPoint& at : points_of(series, index, most)) {
      if (logarithmic && at.value == 0) continue;  // has no logarithm
      rows.add({names[model], point, layer + 1, at.epoch + 1, at.value});
    }
  }
  if (rows.empty()) return nullptr;
  Json numbers = Json::array();
  for (std::int32_t layer = 1; layer <= layers; ++layer) numbers.push_back(layer);
  return {{"spec", "health"},
          {"name", std::string("health-") + measure.name},
          {"title", measure.title},
          {"values",
           {{"format", measure.is_share ? ".0%" : ".2~g"},
            {"layers", std::move(numbers)},
            {"scale", logarithmic ? "log" : "linear"}}},
          {"data", {{"health", rows.to_json()}}}};
}

std::string seeds_text_of(const RunData& run) {
  std::set<std::uint32_t> seeds;
  for (const TrialStatistics& health : run.layer_statistics)
    seeds.insert(run.trials[static_cast<std::size_t>(health.trial)].seed);
  if (seeds.size() == 1) return "Seed " + std::to_string(*seeds.begin()) + ". ";
  return "Mean over " + std::to_string(seeds.size()) + " seeds. ";
}

}  // namespace

Json health_section(const RunData& run) {
  const AllHealth all = mean_health(run);
  Json charts = Json::array();
  for (std::size_t i = 0; i < health_measures.size(); ++i) {
    if (Json chart = health_chart(run, all, i); !chart.is_null()) charts.push_back(std::move(chart));
  }
  if (charts.empty()) return nullptr;
  return {{"id", "health"},
          {"title", "Layer statistics"},
          {"text", seeds_text_of(run) + "One line per layer, with its number at the end. A dead unit outputs 0 for "
                                        "every sample and cannot learn. Outputs "
                                        "are saturated where the derivative is close to 0, so that no gradient passes. "
                                        "Values that are always 0 are not shown."},
          {"charts", std::move(charts)}};
}

}  // namespace actlab
