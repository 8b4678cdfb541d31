#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>

#include "show/report/metric_axis.h"
#include "show/report/metric_text.h"
#include "show/report/sections.h"

namespace actlab {
namespace {

std::optional<double> number_in(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Json numbers_in(const std::vector<std::string>& values) {
  Json numbers = Json::array();
  for (const std::string& value : values) numbers.push_back(*number_in(value));
  return numbers;
}

// The distinct values of a key, in the order of the sweep.
std::vector<std::string> values_of(const RunHeader& header, std::size_t key) {
  std::vector<std::string> values;
  for (const auto& point : header.points) {
    if (std::find(values.begin(), values.end(), point[key]) == values.end()) values.push_back(point[key]);
  }
  return values;
}

bool all_numbers(const std::vector<std::string>& values) {
  return std::all_of(values.begin(), values.end(), [](const auto& value) { return number_in(value).has_value(); });
}

// Sorts values if all are numbers.
std::vector<std::string> in_order(std::vector<std::string> values) {
  if (all_numbers(values)) {
    std::stable_sort(values.begin(), values.end(),
                     [](const auto& a, const auto& b) { return *number_in(a) < *number_in(b); });
  }
  return values;
}

// Logarithmic if all values are positive and far apart.
const char* scale_of(const std::vector<std::string>& values) {
  double low = INFINITY;
  double high = 0;
  for (const std::string& text : values) {
    const double value = *number_in(text);
    if (value <= 0) return "linear";
    low = std::min(low, value);
    high = std::max(high, value);
  }
  return high > 20 * low ? "log" : "linear";
}

template <class Visit> void for_each_sample(const ModelSummary& model, Visit visit) {
  visit("training", model.train.metric);
  if (model.test.metric.count > 0) visit("held-out", model.test.metric);
}

Json lines_chart(const RunData& run) {
  const RunHeader& header = run.header();
  const MetricAxis& axis = metric_axis(header.regression);
  Rows rows({"model", "sample", "x", "mean", "low", "high", "finished", "diverged"});
  for (const ModelSummary& model : run.summary.models) {
    const double x = *number_in(header.points[static_cast<std::size_t>(model.model.point)][0]);
    for_each_sample(model, [&](const char* sample, const Estimate& e) {
      if (e.count == 0) return;
      rows.add({model.model.name, sample, x, e.mean, e.low, e.high, model.finished, model.diverged});
    });
  }
  const std::string key = short_key(header.sweep_keys[0], header.sweep_keys);
  return {{"spec", "sweep-lines"},
          {"name", "sweep"},
          {"title", fmt::format("{} over {}", axis.title, key)},
          {"values",
           {{"key", key},
            {"scale", scale_of(values_of(header, 0))},
            {"xs", numbers_in(values_of(header, 0))},
            {"metric", axis.title},
            {"format", axis.format}}},
          {"data", {{"sweep", rows.to_json()}}}};
}

// The values of all keys but the first.
std::string rest_of(const RunHeader& header, std::size_t point) {
  std::string text;
  for (std::size_t i = 1; i < header.sweep_keys.size(); ++i) text += (i == 1 ? "" : ", ") + header.points[point][i];
  return text;
}

Json map_chart(const RunData& run, const std::string& name) {
  const RunHeader& header = run.header();
  const MetricAxis& axis = metric_axis(header.regression);
  Rows rows({"sample", "x", "y", "mean", "low", "high", "finished", "diverged"});
  std::vector<std::string> y_values;
  for (std::size_t point = 0; point < header.points.size(); ++point) {
    const std::string value = rest_of(header, point);
    if (std::find(y_values.begin(), y_values.end(), value) == y_values.end()) y_values.push_back(value);
  }
  for (const ModelSummary& model : run.summary.models) {
    if (model.model.name != name) continue;
    const auto point = static_cast<std::size_t>(model.model.point);
    for_each_sample(model, [&](const char* sample, const Estimate& e) {
      rows.add({sample, header.points[point][0], rest_of(header, point), e.mean, e.low, e.high, model.finished,
                model.diverged});
    });
  }
  std::string y_title;
  for (std::size_t i = 1; i < header.sweep_keys.size(); ++i) {
    y_title += (i == 1 ? "" : ", ") + short_key(header.sweep_keys[i], header.sweep_keys);
  }
  return {{"spec", "sweep-map"},
          {"name", "sweep-" + name},
          {"title", name},
          {"values",
           {{"x", short_key(header.sweep_keys[0], header.sweep_keys)},
            {"y", y_title},
            {"xs", in_order(values_of(header, 0))},
            {"ys", in_order(y_values)},
            {"metric", axis.title},
            {"format", axis.format},
            {"height", 26 * y_values.size()},
            {"best", header.regression ? "ascending" : "descending"},
            {"reverse", header.regression}}},
          {"data", {{"sweep", rows.to_json()}}}};
}

}  // namespace

Json sweep_section(const RunData& run) {
  const RunHeader& header = run.header();
  if (header.sweep_keys.empty() || header.points.size() < 2) return nullptr;
  Json charts = Json::array();
  const bool lines = header.sweep_keys.size() == 1 && all_numbers(values_of(header, 0));
  if (lines) {
    charts.push_back(lines_chart(run));
  } else {
    for (const std::string& name : run.model_names()) charts.push_back(map_chart(run, name));
  }
  return {{"id", "sweep"},
          {"title", "Sweep"},
          {"text", lines ? "The mean over seeds and its 95 % interval."
                         : "The mean over seeds. A cell without colour has no finished trial."},
          {"charts", std::move(charts)}};
}

}  // namespace actlab
