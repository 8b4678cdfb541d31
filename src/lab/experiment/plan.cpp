#include "lab/experiment/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "core/error.h"
#include "lab/experiment/data_sets.h"
#include "lab/models/architecture.h"

namespace actlab {
namespace {

RunHeader make_header(const Experiment& experiment, DataSets& sets) {
  const ExperimentConfig& base = experiment.base;
  RunHeader header;
  header.name = base.name;
  header.config = to_yaml(experiment.resolved, config_comment(base.name));
  header.regression = sets.of(experiment.points.front().config.data).is_regression;
  header.interval = interval_method(base.statistics.interval);
  for (const auto& [key, value] : experiment.points.front().values) header.sweep_keys.push_back(key);
  for (std::size_t i = 0; i < experiment.points.size(); ++i) {
    const SweepPoint& point = experiment.points[i];
    const DataSets::Entry& data = sets.of(point.config.data);
    if (data.is_regression != header.regression) {
      throw UsageError(fmt::format(
          "{}: the sweep mixes classification and regression, whose results cannot be compared; use two configs",
          to_string(locate(experiment.resolved, "sweep"))));
    }
    std::vector<std::string>& values = header.points.emplace_back();
    for (const auto& [key, value] : point.values) values.push_back(value);
    for (const auto& [name, model] : point.config.models) {
      header.models.push_back({static_cast<std::int64_t>(i), name, describe(model, data.features, data.outputs),
                               parameter_count(model, data.features, data.outputs), data.index});
    }
  }
  header.data = sets.records();
  return header;
}

void add_fallback_reason(Plan& plan, const Trial& trial, const Engine& chosen, const Engines& engines) {
  const Engine& fastest = *engines.front();
  const auto unsupported_reason = &chosen == &fastest ? std::nullopt : fastest.unsupported_reason(trial);
  if (!unsupported_reason) return;
  std::string reason =
      fmt::format("{}: {}, because {} cannot: {}", trial.model, chosen.name(), fastest.name(), *unsupported_reason);
  auto& known = plan.fallback_reasons;
  if (std::find(known.begin(), known.end(), reason) == known.end()) known.push_back(std::move(reason));
}

void reserve_trials(Plan& plan, const std::vector<SweepPoint>& points) {
  std::size_t trials = 0;
  for (const SweepPoint& point : points) trials += point.config.seeds.values().size() * point.config.models.size();
  plan.trials.reserve(trials);
  plan.engine.reserve(trials);
}

void add_trials(Plan& plan, const ExperimentConfig& config, std::size_t point, DataSets& sets, const Engines& engines,
                const Location& engine_place) {
  std::map<std::string_view, const Engine*> engine_of;  // the same for every seed
  const std::shared_ptr<const DataSource> source = sets.of(config.data).source;
  for (const std::uint32_t seed : config.seeds.values()) {
    for (const auto& [name, model] : config.models) {
      Trial trial;
      trial.id = static_cast<std::int64_t>(plan.trials.size());
      trial.model = name;
      trial.seed = seed;
      trial.point = point;
      trial.data = &config.data;
      trial.model_config = &model;
      trial.training = &config.training;
      trial.source = source;
      trial.record_every = config.record.interval(config.training.epochs);
      trial.keep_weights = config.record.weights || config.record.outputs;
      trial.measure_health = config.record.health;
      const Engine*& engine = engine_of[name];
      if (engine == nullptr) {
        engine = &choose_engine(engines, config.engine, trial, engine_place);
        if (config.engine == "auto") add_fallback_reason(plan, trial, *engine, engines);
      }
      plan.trials.push_back(std::move(trial));
      plan.engine.push_back(engine);
    }
  }
}

// Takes snapshots for one seed, at the sweep points that have the data of the first point, because all share one scene.
// Measures layer statistics for that seed at every point, because the report shows them and they need no scene.
void add_snapshots(Plan& plan, const std::vector<SweepPoint>& points) {
  const ExperimentConfig& first = points.front().config;
  const SnapshotConfig& snapshots = first.record.snapshots;
  if (!snapshots.is_enabled()) return;
  const std::uint32_t seed = snapshots.seed_of(first.seeds.values());
  plan.scene = PlannedScene(first.data, seed);
  const std::string data = data_key(first.data);
  std::vector<std::vector<std::int64_t>> snapshot_epochs;
  for (const SweepPoint& point : points) {
    const bool is_in_scene = data_key(point.config.data) == data;
    snapshot_epochs.push_back(is_in_scene ? snapshots.snapshot_epochs(point.config.training.epochs, points.size())
                                          : std::vector<std::int64_t>());
  }
  for (Trial& trial : plan.trials) {
    if (trial.seed != seed) continue;
    trial.snapshot_epochs = snapshot_epochs[trial.point];
    trial.measure_health = true;
  }
}

std::vector<std::size_t> data_of_points(const std::vector<SweepPoint>& points) {
  std::map<std::string, std::size_t> first_point;  // by data
  std::vector<std::size_t> data;
  for (std::size_t i = 0; i < points.size(); ++i)
    data.push_back(first_point.try_emplace(data_key(points[i].config.data), i).first->second);
  return data;
}

}  // namespace

struct PlannedScene::Lazy {
  Lazy(DataConfig of, std::uint32_t with) : data(std::move(of)), seed(with) {}

  DataConfig data;
  std::uint32_t seed;
  std::once_flag once;
  SceneRecord scene;
};

PlannedScene::PlannedScene(DataConfig data, std::uint32_t seed)
    : lazy_(std::make_shared<Lazy>(std::move(data), seed)) {}

const SceneRecord& PlannedScene::operator*() const {
  std::call_once(lazy_->once, [&] { lazy_->scene = make_scene(lazy_->data, lazy_->seed); });
  return lazy_->scene;
}

Plan make_plan(const Experiment& experiment, const Engines& engines) {
  Plan plan;
  DataSets sets(experiment.base.seeds.values().front());
  plan.header = make_header(experiment, sets);
  plan.data = sets.of(experiment.points.front().config.data).description;
  plan.keeps_curves = experiment.base.record.curves;
  plan.keeps_weights = experiment.base.record.weights;
  plan.keeps_outputs = experiment.base.record.outputs;
  reserve_trials(plan, experiment.points);
  for (std::size_t i = 0; i < experiment.points.size(); ++i) {
    add_trials(plan, experiment.points[i].config, i, sets, engines, locate(experiment.resolved, "engine"));
  }
  add_snapshots(plan, experiment.points);
  plan.rule = experiment.base.seeds.rule();
  plan.data_of_point = data_of_points(experiment.points);
  plan.header.trials = static_cast<std::int64_t>(plan.trials.size());
  return plan;
}

void keep_shard(Plan& plan, std::int64_t part, std::int64_t of) {
  if (plan.rule) {
    throw UsageError(
        "a run that chooses its number of seeds looks at the results of all of them, so it cannot be split into "
        "shards. Give a number of seeds, for example seeds=1000");
  }
  plan.header.shard = Shard{part, of, plan.header.trials};
  plan.header.trials = plan.header.shard->size(plan.header.models_per_point());
}

}  // namespace actlab
