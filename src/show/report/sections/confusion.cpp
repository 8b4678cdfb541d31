#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "show/report/baseline.h"
#include "show/report/sections.h"

namespace actlab {
namespace {

constexpr std::size_t max_confusion_cells = 20'000;  // on the page

// True if the matrix of a model is small enough to look at.
bool is_shown(const RunData& run, const ModelSummary& model) {
  return model.confusion.trials > 0 && run.summary.classes(model).size() <= most_classes_shown;
}

// The classes of a model at all sweep points.
std::vector<std::string> all_classes(const RunData& run, const std::string& name) {
  std::vector<std::string> all;
  for (const ModelSummary& model : run.summary.models) {
    if (model.model.name != name || !is_shown(run, model)) continue;
    for (std::string& one : run.summary.classes(model)) {
      if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
    }
  }
  return all;
}

void add_cells(const RunData& run, const ModelSummary& model, Rows& rows) {
  const std::vector<std::string> classes = run.summary.classes(model);
  const std::vector<std::int64_t> samples = samples_by_class(model.confusion.cells, classes.size());
  for (const ConfusionCell& cell : model.confusion.cells) {
    const auto label = static_cast<std::size_t>(cell.label);
    rows.add({model.model.point, classes.at(label), classes.at(static_cast<std::size_t>(cell.prediction)), cell.samples,
              static_cast<double>(cell.samples) / static_cast<double>(samples[label])});
  }
}

Json confusion_chart(const RunData& run, const std::string& name, std::size_t index) {
  constexpr std::size_t row_height = 28;
  Rows rows({"point", "label", "prediction", "samples", "share"});
  for (const ModelSummary& model : run.summary.models) {
    if (model.model.name == name && is_shown(run, model)) add_cells(run, model, rows);
  }
  if (rows.empty()) return nullptr;
  const std::vector<std::string> classes = all_classes(run, name);
  return {{"spec", "confusion"},
          {"name", fmt::format("confusion-{}", index + 1)},
          {"title", name},
          {"model", name},
          {"values", {{"classes", classes}, {"height", row_height * classes.size()}}},
          {"data", {{"cells", rows.to_json()}}}};
}

// "A: 18 of 20 trials", for models of which some trials have no predictions.
std::string without_predictions(const RunData& run) {
  std::vector<std::string> parts;
  for (const ModelSummary& model : run.summary.models) {
    const std::int64_t trials = model.finished + model.diverged + model.failed;
    if (!is_shown(run, model) || model.confusion.trials == trials) continue;
    const std::string point = run.point_name(model.model.point);
    parts.push_back(fmt::format("{}{}{}: {} of {} trials", model.model.name, point.empty() ? "" : " at ", point,
                                model.confusion.trials, trials));
  }
  constexpr std::size_t most = 6;
  const std::size_t hidden = parts.size() - std::min(parts.size(), most);
  parts.resize(parts.size() - hidden);
  if (parts.empty()) return "";
  return fmt::format(" Trials that diverged or failed have no predictions ({}{}).", fmt::join(parts, "; "),
                     hidden == 0 ? "" : fmt::format("; {} more", hidden));
}

}  // namespace

Json confusion_section(const RunData& run) {
  std::size_t cells = 0;
  for (const ModelSummary& model : run.summary.models) cells += model.confusion.cells.size();
  if (cells > max_confusion_cells) return nullptr;
  Json charts = Json::array();
  const std::vector<std::string> names = run.model_names();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (Json chart = confusion_chart(run, names[i], i); !chart.is_null()) charts.push_back(std::move(chart));
  }
  if (charts.empty()) return nullptr;
  return {{"id", "confusion"},
          {"title", "Confusion matrices"},
          {"text",
           "Held-out samples after the last epoch, summed over seeds: a row for each class, a column for each "
           "prediction. The colour is the share of the class." +
               without_predictions(run)},
          {"layout", "small"},
          {"charts", std::move(charts)}};
}

}  // namespace actlab
