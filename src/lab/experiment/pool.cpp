#include "lab/experiment/pool.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>
#include <vector>

#include "core/error.h"
#include "lab/experiment/session.h"

namespace actlab {
namespace {

SeedsField seeds_of(const std::set<std::uint32_t>& seeds) {
  std::vector<Node> items;
  for (const std::uint32_t seed : seeds) items.push_back(Node::integer(seed));
  SeedsField field;
  Problems problems;
  field.read(Node::sequence(std::move(items)), "seeds", problems);
  problems.throw_if_any();
  return field;
}

const ModelConfig* model_of(const ExperimentConfig& config, const std::string& name) {
  const auto found =
      std::find_if(config.models.begin(), config.models.end(), [&](const auto& model) { return model.first == name; });
  return found == config.models.end() ? nullptr : &found->second;
}

std::string text_of(const std::string& name, const ModelConfig& model) {
  ExperimentConfig config;
  config.models.emplace_back(name, model);
  return to_yaml(write_experiment(std::move(config)), "");
}

// The experiment of a record. Throws UsageError if its tables of models and points are not those of its config.
Experiment experiment_of(const RunHeader& header, const std::string& place) {
  Experiment experiment = load_recorded_experiment(header.config, place);
  std::vector<std::string> expected, found;
  for (std::size_t p = 0; p < experiment.points.size(); ++p) {
    for (const auto& [name, model] : experiment.points[p].config.models)
      expected.push_back(fmt::format("{} {}", p, name));
  }
  for (const ModelRecord& model : header.models) found.push_back(fmt::format("{} {}", model.point, model.name));
  if (found != expected || header.points.size() != experiment.points.size())
    throw UsageError(fmt::format("{} is damaged: its models are not those of its config", place));
  return experiment;
}

}  // namespace

Pool::Pool(const RunHeader& header, const std::string& place)
    : experiment_(experiment_of(header, place)), header_(header) {}

void Pool::add(const RunHeader& header, const std::string& place) {
  const Experiment other = experiment_of(header, place);
  if (header.points != header_.points || header.sweep_keys != header_.sweep_keys ||
      header.regression != header_.regression)
    throw UsageError(
        fmt::format("{} has another sweep or another kind of task than the first run, so they cannot be merged: "
                    "only seeds and models may differ",
                    place));
  add_models(other, header, place);
  add_seeds(other);
}

void Pool::add_models(const Experiment& other, const RunHeader& header, const std::string& place) {
  for (const auto& [name, model] : other.base.models) {
    const ModelConfig* const there = model_of(experiment_.base, name);
    if (there != nullptr) {
      const std::string difference = first_difference(text_of(name, *there), text_of(name, model));
      if (difference.empty()) continue;
      throw UsageError(fmt::format("{}: its model {} is not that of the others: {}", place, name, difference));
    }
    experiment_.base.models.emplace_back(name, model);
    for (std::size_t p = 0; p < experiment_.points.size(); ++p)
      experiment_.points[p].config.models.emplace_back(name, *model_of(other.points.at(p).config, name));
    for (const ModelRecord& record : header.models) {
      if (record.name == name) header_.models.push_back(record);
    }
  }
}

void Pool::add_seeds(const Experiment& other) {
  const auto& known = experiment_.base.seeds.values();
  std::set<std::uint32_t> seeds(known.begin(), known.end());
  const std::size_t before = seeds.size();
  seeds.insert(other.base.seeds.values().begin(), other.base.seeds.values().end());
  if (seeds.size() > before) experiment_.base.seeds = seeds_of(seeds);  // else in their order
}

RunHeader Pool::header() const {
  RunHeader header = header_;
  std::stable_sort(header.models.begin(), header.models.end(),
                   [](const ModelRecord& a, const ModelRecord& b) { return a.point < b.point; });
  header.config = to_yaml(write_experiment(experiment_.base), config_comment(header.name));
  header.trials = static_cast<std::int64_t>(header.models.size() * experiment_.base.seeds.values().size());
  header.shard.reset();
  return header;
}

}  // namespace actlab
