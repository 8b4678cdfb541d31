#include <cmath>
#include <nlohmann/json.hpp>

#include "lab/record/summary.h"

namespace actlab {
namespace {

using Json = nlohmann::ordered_json;  // writes NaN as null

Json sweep_values(const RunHeader& header, std::int64_t point) {
  Json json = Json::object();
  for (std::size_t i = 0; i < header.sweep_keys.size(); ++i) {
    json[header.sweep_keys[i]] = header.points.at(static_cast<std::size_t>(point)).at(i);
  }
  return json;
}

Json estimate_json(const Estimate& estimate) {
  return {{"seeds", estimate.count}, {"mean", estimate.mean}, {"low", estimate.low},
          {"high", estimate.high},   {"min", estimate.min},   {"max", estimate.max}};
}

Json aggregate_json(const Aggregate& aggregate) {
  if (std::isnan(aggregate.value)) return nullptr;
  return {{"value", aggregate.value}, {"low", aggregate.low}, {"high", aggregate.high}};
}

Json sample_json(const SampleSummary& sample) {
  if (sample.metric.count == 0) return nullptr;
  Json json = estimate_json(sample.metric);
  json["interquartile_mean"] = aggregate_json(sample.middle);
  json["loss"] = sample.mean_loss;
  return json;
}

Json data_json(const DataRecord& data) {
  Json json{{"file", data.file}, {"hash", data.hash}, {"label", data.label}, {"classes", data.classes}};
  if (!data.label_day.empty()) json["first_day"] = data.label_day;
  json["features"] = Json::array();
  for (const FeatureRecord& feature : data.features) {
    Json& one = json["features"].emplace_back(Json{{"name", feature.name}, {"type", feature.type}});
    if (!feature.levels.empty()) one["levels"] = feature.levels;
    if (!feature.first_day.empty()) one["first_day"] = feature.first_day;
  }
  return json;
}

// Without intervals.
Json balanced_json(const Estimate& balanced) {
  return {{"seeds", balanced.count}, {"mean", balanced.mean}, {"min", balanced.min}, {"max", balanced.max}};
}

// Larger matrices are in confusion.csv only.
Json confusion_json(const ConfusionSummary& confusion, const std::vector<std::string>& classes) {
  if (confusion.trials == 0 || classes.size() > most_classes_shown) return nullptr;
  std::vector<std::vector<std::int64_t>> matrix(classes.size(), std::vector<std::int64_t>(classes.size()));
  for (const ConfusionCell& cell : confusion.cells)
    matrix.at(static_cast<std::size_t>(cell.label)).at(static_cast<std::size_t>(cell.prediction)) = cell.samples;
  return {{"trials", confusion.trials}, {"classes", classes}, {"matrix", std::move(matrix)}};
}

Json model_json(const ModelSummary& summary, const Summary& all) {
  const RunHeader& header = all.header;
  Json json{{"model", summary.model.name}};
  if (!header.sweep_keys.empty()) json["sweep"] = sweep_values(header, summary.model.point);
  json["description"] = summary.model.description;
  json["parameters"] = summary.model.parameters;
  json["epochs"] = summary.epochs;
  json["finished"] = summary.finished;
  json["diverged"] = summary.diverged;
  if (summary.diverged > 0) json["diverged_between_epochs"] = {summary.first_diverged, summary.last_diverged};
  json["failed"] = summary.failed;
  json["train"] = sample_json(summary.train);
  json["test"] = sample_json(summary.test);
  json["baseline"] = summary.baseline < 0 ? Json(nullptr) : Json(summary.baseline);
  if (summary.confusion.balanced.count > 0) json["balanced_accuracy"] = balanced_json(summary.confusion.balanced);
  if (Json confusion = confusion_json(summary.confusion, all.classes(summary)); !confusion.is_null())
    json["confusion"] = std::move(confusion);
  return json;
}

Json no_verdict_json(NoVerdict reason) {
  switch (reason) {
    case NoVerdict::few_seeds:
      return "few seeds";
    case NoVerdict::no_spread:
      return "no spread";
    case NoVerdict::none:
      break;
  }
  return nullptr;
}

Json comparison_json(const SampleComparison& comparison) {
  if (comparison.difference.count == 0) return nullptr;
  Json json = estimate_json(comparison.difference);
  json["wins"] = comparison.wins;
  json["ties"] = comparison.ties;
  json["p_value"] = comparison.p_value;
  json["p_t_test"] = comparison.p_t;
  json["p_holm"] = comparison.p_holm;
  json["no_verdict"] = no_verdict_json(comparison.no_verdict);
  json["probability_better"] = {
      {"value", comparison.better.value}, {"low", comparison.better.low}, {"high", comparison.better.high}};
  json["epsilon_min"] = comparison.order.epsilon_min;
  json["epsilon_min_reversed"] = comparison.order.epsilon_min_reversed;
  json["detectable"] = comparison.detectable;
  return json;
}

Json pair_json(const PairSummary& pair, const RunHeader& header) {
  Json json{{"model", pair.model}, {"minus", pair.other}};
  if (!header.sweep_keys.empty()) json["sweep"] = sweep_values(header, pair.point);
  json["train"] = comparison_json(pair.train);
  json["test"] = comparison_json(pair.test);
  return json;
}

Json headline_json(const Summary& summary, const Headline& headline) {
  const auto model = [&](std::size_t i) {
    Json json{{"model", summary.models[i].model.name}};
    if (!summary.header.sweep_keys.empty()) json["sweep"] = sweep_values(summary.header, summary.models[i].model.point);
    return json;
  };
  Json json{{"best", model(headline.best)}, {"minus", model(headline.other)}};
  json["sample"] = summary.has_test() ? "test" : "train";
  json["corrected_for_pairs"] = headline.pairs;
  json["is_clear"] =
      shows_difference(headline.comparison) && !is_behind(headline.comparison, summary.header.regression);
  json["comparison"] = comparison_json(headline.comparison);
  return json;
}

}  // namespace

std::string to_json(const Summary& summary) {
  Json json{{"name", summary.header.name}, {"metric", summary.metric()}, {"trials", summary.header.trials}};
  json["interval"] = name(summary.header.interval);
  if (summary.headline) json["headline"] = headline_json(summary, *summary.headline);
  for (const DataRecord& data : summary.header.data) {
    if (!data.file.empty()) json["data"].push_back(data_json(data));
  }
  json["models"] = Json::array();
  for (const ModelSummary& model : summary.models) json["models"].push_back(model_json(model, summary));
  json["baselines"] = Json::array();
  for (const BaselineSummary& baseline : summary.baselines) {
    Json& one = json["baselines"].emplace_back(Json{{"predicts", summary.baseline()},
                                                    {"train", sample_json(baseline.train)},
                                                    {"test", sample_json(baseline.test)}});
    if (baseline.balanced.count > 0) one["balanced_accuracy"] = balanced_json(baseline.balanced);
  }
  for (const ModelAggregate& of : summary.aggregates) {
    json["over_sweep_points"].push_back(
        {{"model", of.model},
         {"interquartile_mean", {{"train", aggregate_json(of.train)}, {"test", aggregate_json(of.test)}}}});
  }
  json["differences"] = Json::array();
  for (const PairSummary& pair : summary.pairs) json["differences"].push_back(pair_json(pair, summary.header));
  if (summary.stopping) json["stopping"] = Json::parse(to_json(*summary.stopping));
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace actlab
