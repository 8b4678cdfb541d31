#include <algorithm>
#include <utility>

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

Json result_row(const RunHeader& header, const ModelSummary& model, const char* name, const SampleSummary& sample,
                const Counts& counts) {
  // A number cell has its text and the value to sort by.
  const auto number = [](double value, std::string text) { return Json::array({std::move(text), value}); };
  Json row = Json::array();
  for (const auto& value : header.points[static_cast<std::size_t>(model.model.point)]) row.push_back(value);
  row.insert(row.end(), {model.model.name, model.model.description, model.model.parameters, name});
  const Estimate& e = sample.metric;
  for (const double value : {e.mean, e.low, e.high, sample.middle.value, e.min, e.max})
    row.push_back(number(value, metric_text(value, header.regression)));
  row.push_back(number(sample.mean_loss, metric_text(sample.mean_loss, true)));
  for (const auto& [title, count] : counts) row.push_back(model.*count);
  return row;
}

}  // namespace

Json table_section(const RunData& run) {
  const RunHeader& header = run.header();
  const Counts counts = counts_of(run.summary);
  Json columns = Json::array();
  for (const std::string& key : header.sweep_keys) columns.push_back(short_key(key, header.sweep_keys));
  for (const char* title :
       {"model", "network", "parameters", "sample", "mean", "95 % from", "to", "IQM", "min", "max", "loss"}) {
    columns.push_back(title);
  }
  for (const auto& [title, count] : counts) columns.push_back(title);
  Json rows = Json::array();
  for (const ModelSummary& model : run.summary.models) {
    rows.push_back(result_row(header, model, "training", model.train, counts));
    if (model.test.metric.count > 0) rows.push_back(result_row(header, model, "held-out", model.test, counts));
  }
  if (rows.empty()) return nullptr;
  return {{"id", "table"},
          {"title", "Results"},
          {"text", std::string(header.regression ? "RMSE" : "Accuracy in %") +
                       ": the mean over seeds and its 95 % interval (" + std::string(title(header.interval)) +
                       "). IQM, the interquartile mean, is the mean of the middle half of the seeds. Click a column's "
                       "head to sort."},
          {"columns", std::move(columns)},
          {"rows", std::move(rows)}};
}

}  // namespace actlab
