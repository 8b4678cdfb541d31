#include <algorithm>
#include <cmath>
#include <utility>

#include "show/report/baseline.h"
#include "show/report/metric_text.h"
#include "show/report/sections.h"

namespace actlab {

namespace {

using Counts = std::vector<std::pair<const char*, std::int64_t ModelSummary::*>>;  // title and member

Counts counts_of(const Summary& summary) {
  const auto any = [&](std::int64_t ModelSummary::*count) {
    return std::any_of(summary.models.begin(), summary.models.end(), [&](const auto& m) { return m.*count > 0; });
  };
  Counts counts{{"epochs", &ModelSummary::epochs}, {"finished", &ModelSummary::finished}};
  if (any(&ModelSummary::diverged)) counts.emplace_back("diverged", &ModelSummary::diverged);
  if (any(&ModelSummary::failed)) counts.emplace_back("failed", &ModelSummary::failed);
  return counts;
}

// A number cell has its text and the value to sort by.
Json number(double value, std::string text) {
  return Json::array({std::move(text), value});
}

Json no_number() {
  return number(std::nan(""), "");
}

// Makes the rows of the table.
struct ResultRows {
  const Summary& summary;
  Counts counts = counts_of(summary);
  bool balanced_column = has_balanced(summary);
  Json rows = Json::array();

  void add_model(const ModelSummary& model, const char* name, const SampleSummary& sample, const Estimate& balanced) {
    Json row = begin(model.model.point);
    row.insert(row.end(), {model.model.name, model.model.description, model.model.parameters, name});
    add_results(row, sample, balanced);
    for (const auto& [title, count] : counts) row.push_back(model.*count);
    rows.push_back(std::move(row));
  }

  void add_baseline(std::size_t i, const char* name, const SampleSummary& sample, const Estimate& balanced) {
    Json row = begin(summary.models[i].model.point);
    if (summary.baselines.size() == 1) std::fill(row.begin(), row.end(), "");
    row.insert(row.end(), {baseline_name(summary, i), "", no_number(), name});
    add_results(row, sample, balanced);
    for (std::size_t column = 0; column < counts.size(); ++column) row.push_back(no_number());
    rows.push_back(std::move(row));
  }

 private:
  Json begin(std::int64_t point) const {
    Json row = Json::array();
    for (const auto& value : summary.header.points[static_cast<std::size_t>(point)]) row.push_back(value);
    return row;
  }

  void add_results(Json& row, const SampleSummary& sample, const Estimate& balanced) const {
    const bool regression = summary.header.regression;
    const Estimate& e = sample.metric;
    for (const double value : {e.mean, e.low, e.high, sample.middle.value, e.min, e.max})
      row.push_back(number(value, metric_text(value, regression)));
    if (balanced_column)
      row.push_back(balanced.count == 0 ? no_number() : number(balanced.mean, metric_text(balanced.mean, regression)));
    row.push_back(number(sample.mean_loss, metric_text(sample.mean_loss, true)));
  }
};

}  // namespace

Json table_section(const RunData& run) {
  const RunHeader& header = run.header();
  ResultRows results{.summary = run.summary};
  Json columns = Json::array();
  for (const std::string& key : header.sweep_keys) columns.push_back(short_key(key, header.sweep_keys));
  for (const char* title : {"model", "network", "parameters", "sample", "mean", "95 % from", "to", "IQM", "min", "max"})
    columns.push_back(title);
  if (results.balanced_column) columns.push_back("balanced");
  columns.push_back("loss");
  for (const auto& [title, count] : results.counts) columns.push_back(title);
  const Estimate none = estimate({});
  for (std::size_t i = 0; i < run.summary.models.size(); ++i) {
    const ModelSummary& model = run.summary.models[i];
    results.add_model(model, "training", model.train, none);
    if (model.test.metric.count > 0) results.add_model(model, "held-out", model.test, model.confusion.balanced);
    const BaselineSummary* baseline = run.summary.baseline_below(i);
    if (baseline == nullptr) continue;
    results.add_baseline(i, "training", baseline->train, none);
    if (baseline->test.metric.count > 0) results.add_baseline(i, "held-out", baseline->test, baseline->balanced);
  }
  if (results.rows.empty()) return nullptr;
  return {
      {"id", "table"},
      {"title", "Results"},
      {"text", std::string(header.regression ? "RMSE" : "Accuracy in %") +
                   ": the mean over seeds and its 95 % interval (" + std::string(title(header.interval)) +
                   "). IQM, the interquartile mean, is the mean of the middle half of the seeds. The baseline ignores "
                   "the features and always predicts the " +
                   run.summary.baseline() + " of the training sample. " +
                   (results.balanced_column ? "Balanced is the mean of the classes' recalls, because the classes "
                                              "differ in size. "
                                            : "") +
                   "Click a column's head to sort."},
      {"columns", std::move(columns)},
      {"rows", std::move(results.rows)}};
}

}  // namespace actlab
