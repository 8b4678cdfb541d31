#include <algorithm>
#include <utility>

#include "show/report/metric_text.h"
#include "show/report/sections.h"

namespace actlab {

Json table_section(const RunData& run) {
  const RunHeader& header = run.header();
  const bool regression = header.regression;
  const auto any = [&](std::int64_t ModelSummary::*count) {
    const auto& models = run.summary.models;
    return std::any_of(models.begin(), models.end(), [&](const ModelSummary& model) { return model.*count > 0; });
  };
  std::vector<std::pair<const char*, std::int64_t ModelSummary::*>> counts{{"epochs", &ModelSummary::epochs},
                                                                           {"finished", &ModelSummary::finished}};
  if (any(&ModelSummary::diverged)) counts.emplace_back("diverged", &ModelSummary::diverged);
  if (any(&ModelSummary::failed)) counts.emplace_back("failed", &ModelSummary::failed);

  Json columns = Json::array();
  for (const std::string& key : header.sweep_keys) columns.push_back(short_key(key, header.sweep_keys));
  for (const char* title :
       {"model", "network", "parameters", "sample", "mean", "95 % from", "to", "min", "max", "loss"}) {
    columns.push_back(title);
  }
  for (const auto& [title, count] : counts) columns.push_back(title);
  // A number cell has its text and the value to sort by.
  const auto number = [](double value, std::string text) { return Json::array({std::move(text), value}); };
  Json rows = Json::array();
  for (const ModelSummary& model : run.summary.models) {
    const auto add = [&](const char* name, const SampleSummary& sample) {
      Json row = Json::array();
      for (const auto& value : header.points[static_cast<std::size_t>(model.model.point)]) row.push_back(value);
      row.push_back(model.model.name);
      row.push_back(model.model.description);
      row.push_back(model.model.parameters);
      row.push_back(name);
      const Estimate& e = sample.metric;
      for (const double value : {e.mean, e.low, e.high, e.min, e.max}) {
        row.push_back(number(value, metric_text(value, regression)));
      }
      row.push_back(number(sample.mean_loss, metric_text(sample.mean_loss, true)));
      for (const auto& [title, count] : counts) row.push_back(model.*count);
      rows.push_back(std::move(row));
    };
    add("training", model.train);
    if (model.test.metric.count > 0) add("held-out", model.test);
  }
  if (rows.empty()) return nullptr;
  return {{"id", "table"},
          {"title", "Results"},
          {"text", std::string(regression ? "RMSE" : "Accuracy in %") +
                       ": the mean over seeds and its 95 % interval. Click a column's head to sort."},
          {"columns", std::move(columns)},
          {"rows", std::move(rows)}};
}

}  // namespace actlab
