#include "lab/experiment/trial_map.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "core/error.h"
#include "lab/experiment/session.h"

namespace actlab {
namespace {

// The config of the point without what may be added to an experiment: models, seeds, and the sweep that it is part of.
ExperimentConfig fixed_part(const SweepPoint& point) {
  ExperimentConfig config = point.config;
  config.models.clear();
  config.seeds = {};
  config.sweep = {};
  return config;
}

// A text that two models have in common if their trials of a seed are the same.
std::string cell_text(const SweepPoint& point, const std::pair<std::string, ModelConfig>& model) {
  ExperimentConfig config = fixed_part(point);
  config.models.push_back(model);
  return to_flow(write_experiment(std::move(config)));
}

std::string point_text(const SweepPoint& point) {
  std::vector<std::string> values;
  for (const auto& [key, value] : point.values) values.push_back(fmt::format("{} {}", key, value));
  return values.empty() ? "" : fmt::format(" at {}", fmt::join(values, ", "));
}

// Why `larger` has no trials like those of a model of `smaller`.
std::string difference(const SweepPoint& point, const std::pair<std::string, ModelConfig>& model,
                       const Experiment& larger) {
  const auto text = [](ExperimentConfig config) { return to_yaml(write_experiment(std::move(config)), ""); };
  const SweepPoint& other = larger.points.front();
  for (const auto& [name, changed] : other.config.models) {
    if (name != model.first) continue;
    ExperimentConfig there = fixed_part(point), here = fixed_part(other);
    there.models.push_back(model);
    here.models.emplace_back(name, changed);
    return first_difference(text(there), text(here)) + point_text(point);
  }
  return fmt::format("the model {} is missing here: models can be added, not removed", model.first);
}

}  // namespace

TrialMap::TrialMap(const Experiment& smaller, const Experiment& larger, std::string_view run)
    : models_(static_cast<std::int64_t>(larger.base.models.size())) {
  std::map<std::string, Cell> by_text;
  for (std::size_t p = 0; p < larger.points.size(); ++p) {
    const auto& models = larger.points[p].config.models;
    for (std::size_t m = 0; m < models.size(); ++m)
      by_text.emplace(cell_text(larger.points[p], models[m]),
                      Cell{static_cast<std::int64_t>(p), static_cast<std::int64_t>(m)});
  }
  for (std::size_t p = 0; p < smaller.points.size(); ++p) {
    const SweepPoint& point = smaller.points[p];
    for (const auto& model : point.config.models) {
      const auto found = by_text.find(cell_text(point, model));
      if (found == by_text.end())
        throw UsageError(fmt::format("{} differs in more than seeds, models and values of a sweep: {}", run,
                                     difference(point, model, larger)));
      cells_.emplace(std::pair(static_cast<std::int64_t>(p), model.first), found->second);
    }
  }
  const std::vector<std::uint32_t>& seeds = larger.base.seeds.values();
  for (std::size_t i = 0; i < seeds.size(); ++i) seeds_.emplace(seeds[i], static_cast<std::int64_t>(i));
  for (const std::uint32_t seed : smaller.base.seeds.values()) {
    if (!seeds_.contains(seed))
      throw UsageError(
          fmt::format("{} has the seed {}, which is missing here: seeds can be added, not removed", run, seed));
  }
}

TrialPlace TrialMap::place_of(const TrialRecord& trial) const {
  const auto cell = cells_.find({trial.point, trial.model});
  const auto seed = seeds_.find(trial.seed);
  if (cell == cells_.end() || seed == seeds_.end()) {
    throw UsageError(
        fmt::format("trial {} ({} with seed {}) is not one of the config of its run: the record is damaged", trial.id,
                    trial.model, trial.seed));
  }
  const auto seeds = static_cast<std::int64_t>(seeds_.size());
  return {(cell->second.point * seeds + seed->second) * models_ + cell->second.model, cell->second.point};
}

}  // namespace actlab
