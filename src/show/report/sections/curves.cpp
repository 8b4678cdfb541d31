#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/statistics.h"
#include "show/report/metric_axis.h"
#include "show/report/sections.h"

namespace actlab {
namespace {

using CurveSample = BasicScore<float> CurvePoint::*;
using CurveMetric = float BasicScore<float>::*;
using CurveGroup = std::vector<const ThinCurve*>;  // of one model at one point

constexpr std::size_t max_curve_rows = 20000;
constexpr std::size_t max_diverged_curves = 8;  // of each model

// Every stride-th point and the last.
bool is_kept(std::size_t i, std::size_t count, std::size_t stride) {
  return i % stride == 0 || i + 1 == count;
}

struct Series {
  const ModelRecord* model;
  const char* sample_name;
  CurveSample sample;
  CurveMetric metric;

  double value(const CurvePoint& point) const { return point.*sample.*metric; }
};

// Adds the mean over finished trials and the band of the middle 80 % of them.
void add_band(Rows& rows, const CurveGroup& finished, const Series& series, std::size_t stride) {
  if (finished.empty()) return;
  const auto& longest = (*std::max_element(finished.begin(), finished.end(), [](auto* a, auto* b) {
                          return a->points.size() < b->points.size();
                        }))->points;
  for (std::size_t i = 0; i < longest.size(); ++i) {
    if (!is_kept(i, longest.size(), stride)) continue;
    std::vector<double> values;
    double sum = 0;
    for (const ThinCurve* curve : finished) {
      if (i >= curve->points.size()) continue;
      const double value = series.value(curve->points[i]);
      if (!std::isfinite(value)) continue;
      values.push_back(value);
      sum += value;
    }
    if (values.empty()) continue;
    std::sort(values.begin(), values.end());
    rows.add({series.model->name, series.sample_name, series.model->point, longest[i].epoch + 1,
              sum / static_cast<double>(values.size()), quantile(values, 0.1), quantile(values, 0.9)});
  }
}

// Adds curves of diverged trials up to the first value above `limit`, because larger ones would compress the axis.
void add_diverged(Rows& rows, const RunData& run, const CurveGroup& diverged, const Series& series, double limit) {
  for (std::size_t k = 0; k < std::min(diverged.size(), max_diverged_curves); ++k) {
    const TrialRecord& trial = run.trials[static_cast<std::size_t>(diverged[k]->trial)];
    for (const CurvePoint& point : diverged[k]->points) {
      const double value = series.value(point);
      if (!(value <= limit)) break;
      rows.add({series.model->name, series.sample_name, series.model->point, trial.seed, point.epoch + 1, value});
    }
  }
}

// Ten times the highest band, or without bands a hundred times the highest first value.
double limit_of(const Rows& bands, const RunData& run, CurveMetric metric) {
  double highest = 0;
  const Json rows = bands.to_json()["rows"];
  for (const Json& row : rows) highest = std::max(highest, row[6].get<double>());
  if (!rows.empty()) return 10 * highest;
  for (const ThinCurve& curve : run.curves) highest = std::max<double>(highest, curve.points.front().train.*metric);
  return 100 * highest;
}

struct CurveChart {
  const char* name;
  const char* title;
  MetricAxis axis;
  CurveMetric metric;
};

struct CurveGroups {
  std::map<std::pair<std::int64_t, std::string>, CurveGroup> finished, diverged;
};

CurveGroups group_curves(const RunData& run) {
  CurveGroups groups;
  for (const ThinCurve& curve : run.curves) {
    const TrialRecord& trial = run.trials[static_cast<std::size_t>(curve.trial)];
    auto& group = trial.status == TrialStatus::finished ? groups.finished : groups.diverged;
    if (trial.status != TrialStatus::failed) group[{trial.point, trial.model}].push_back(&curve);
  }
  return groups;
}

// True if the values span more than a factor of 50, for a logarithmic axis.
bool spans_decades(const Json& rows) {
  double low = INFINITY;
  double high = 0;
  for (const Json& row : rows["rows"]) {
    const double value = row[4].get<double>();
    if (value <= 0) return false;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  return high > 50 * low;
}

Json draw(const RunData& run, const CurveGroups& groups, const CurveChart& chart) {
  const std::size_t series_count = run.header().models.size() * (run.has_test() ? 2 : 1) * 2;
  const std::size_t points = std::max<std::size_t>(12, max_curve_rows / std::max<std::size_t>(1, series_count));
  std::size_t longest = 1;
  for (const ThinCurve& curve : run.curves) longest = std::max(longest, curve.points.size());
  const std::size_t stride = (longest + points - 1) / points;

  Rows bands({"model", "sample", "point", "epoch", "mean", "low", "high"});
  Rows diverged({"model", "sample", "point", "seed", "epoch", "value"});
  for (const ModelRecord& model : run.header().models) {
    for (const Series& series : {Series{&model, "training", &CurvePoint::train, chart.metric},
                                 Series{&model, "held-out", &CurvePoint::test, chart.metric}}) {
      const std::pair key{model.point, model.name};
      if (const auto found = groups.finished.find(key); found != groups.finished.end()) {
        add_band(bands, found->second, series, stride);
      }
    }
  }
  const double limit = limit_of(bands, run, chart.metric);
  for (const ModelRecord& model : run.header().models) {
    const auto found = groups.diverged.find({model.point, model.name});
    if (found == groups.diverged.end()) continue;
    for (const Series& series : {Series{&model, "training", &CurvePoint::train, chart.metric},
                                 Series{&model, "held-out", &CurvePoint::test, chart.metric}}) {
      add_diverged(diverged, run, found->second, series, limit);
    }
  }
  if (bands.empty() && diverged.empty()) return nullptr;
  Json band_rows = bands.to_json();
  const bool logarithmic = !chart.axis.is_share && spans_decades(band_rows);
  return {{"spec", "curve"},
          {"name", chart.name},
          {"title", chart.title},
          {"values",
           {{"metric", chart.axis.title}, {"format", chart.axis.format}, {"scale", logarithmic ? "log" : "linear"}}},
          {"data", {{"curve", std::move(band_rows)}, {"diverged", diverged.to_json()}}}};
}

}  // namespace

Json curves_section(const RunData& run) {
  const CurveGroups groups = group_curves(run);
  Json charts = Json::array();
  const MetricAxis loss{"loss", "", ".3~g", false};
  if (!run.header().regression) {
    const CurveChart accuracy{"accuracy", "Accuracy", accuracy_axis, &BasicScore<float>::accuracy};
    if (Json chart = draw(run, groups, accuracy); !chart.is_null()) charts.push_back(std::move(chart));
  }
  const CurveChart of_loss{"loss", "Loss", loss, &BasicScore<float>::loss};
  if (Json chart = draw(run, groups, of_loss); !chart.is_null()) charts.push_back(std::move(chart));
  if (charts.empty()) return nullptr;
  return {
      {"id", "curves"},
      {"title", "Learning curves"},
      {"text",
       "The mean over seeds, and a band with the middle 80 % of them. The thin dashed line is the other sample. Trials "
       "that diverged are thin dotted lines and are excluded from means."},
      {"charts", std::move(charts)}};
}

}  // namespace actlab
