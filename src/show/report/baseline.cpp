#include "show/report/baseline.h"

#include <fmt/format.h>

#include <algorithm>

#include "show/report/metric_text.h"

namespace actlab {

std::string baseline_name(const Summary& summary, std::size_t i) {
  const bool is_told_apart = summary.baselines.size() == 1 || !summary.header.sweep_keys.empty();
  return fmt::format("baseline: {}{}", summary.baseline(),
                     is_told_apart ? "" : fmt::format(" ({})", summary.models[i].model.name));
}

bool has_balanced(const Summary& summary) {
  return std::any_of(summary.models.begin(), summary.models.end(),
                     [](const ModelSummary& model) { return model.confusion.balanced.count > 0; });
}

std::string baseline_note(const Summary& summary, const ModelSummary& model, bool test, const std::string& name) {
  if (model.baseline < 0) return "";
  const BaselineSummary& baseline = summary.baselines[static_cast<std::size_t>(model.baseline)];
  const bool regression = summary.header.regression;
  const double reached = (test ? model.test : model.train).metric.mean;
  const double without = (test ? baseline.test : baseline.train).metric.mean;
  if (regression ? reached < without : reached > without) return "";
  return fmt::format("{} is not better than the baseline, which ignores the features and always predicts the {}: {}{}.",
                     name, summary.baseline(), metric_text(without, regression), regression ? " RMSE" : " %");
}

}  // namespace actlab
