#include "lab/experiment/run.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "core/parallel.h"
#include "lab/experiment/snapshots.h"
#include "lab/record/trial_writer.h"

namespace actlab {
namespace {

/// What one thread takes at a time.
struct Task {
  const Engine* engine;
  std::vector<Trial> trials;
};

// The last task that a thread takes is on average half of one more than the others have: of so many it is little.
constexpr std::size_t tasks_a_thread = 32;

// How many trials have the data of the first: its seed's models.
std::size_t trials_of_a_seed(const Plan& plan) {
  const auto is_of_the_first = [&](const Trial& trial) {
    return trial.seed == plan.trials.front().seed && trial.point == plan.trials.front().point;
  };
  return static_cast<std::size_t>(std::count_if(plan.trials.begin(), plan.trials.end(), is_of_the_first));
}

// Neighbours of the plan, as many as their engine likes, but few enough that all threads end at about the same time. A
// seed's models stay together, so that its data are made once, unless a thread would have nothing to do.
std::vector<Task> make_tasks(const Plan& plan, std::span<const std::int64_t> ids, unsigned jobs) {
  const std::size_t few = std::max(trials_of_a_seed(plan), ids.size() / (jobs * tasks_a_thread));
  const std::size_t fair_share = std::clamp<std::size_t>(few, 1, std::max<std::size_t>(1, ids.size() / jobs));
  std::vector<Task> tasks;
  std::map<const Engine*, std::size_t> open;  // each engine's last task
  for (const std::int64_t id : ids) {
    const auto i = static_cast<std::size_t>(id);
    const Engine* engine = plan.engine[i];
    const auto [task, is_new] = open.try_emplace(engine, tasks.size());
    if (!is_new && tasks[task->second].trials.size() >= std::min(engine->batch_size(), fair_share)) {
      task->second = tasks.size();
    }
    if (task->second == tasks.size()) tasks.push_back({engine, {}});
    tasks[task->second].trials.push_back(plan.trials[i]);
  }
  return tasks;
}

const char* status_text(TrialStatus status) {
  switch (status) {
    case TrialStatus::finished:
      return trial_status::finished;
    case TrialStatus::diverged:
      return trial_status::diverged;
    case TrialStatus::failed:
      break;
  }
  return trial_status::failed;
}

CurveRecord curve_record(const CurvePoint& point) {
  return {static_cast<std::int32_t>(point.epoch), static_cast<float>(point.train.loss),
          static_cast<float>(point.train.accuracy), static_cast<float>(point.test.loss),
          static_cast<float>(point.test.accuracy)};
}

std::vector<HealthRecord> health_records(const std::vector<CurvePoint>& curve) {
  std::vector<HealthRecord> records;
  for (const CurvePoint& point : curve) {
    for (std::size_t l = 0; l < point.health.size(); ++l) {
      const LayerHealth& layer = point.health[l];
      records.push_back({static_cast<std::int32_t>(point.epoch), static_cast<std::int32_t>(l),
                         static_cast<float>(layer.zeros), static_cast<float>(layer.dead),
                         static_cast<float>(layer.saturated), static_cast<float>(layer.gradient_norm)});
    }
  }
  return records;
}

TrialOutcome outcome_of(const Trial& trial, TrialResult&& result, bool keeps_curve) {
  TrialOutcome outcome;
  TrialRecord& record = outcome.result.trial;
  record.id = trial.id;
  record.model = trial.model;
  record.seed = trial.seed;
  record.point = static_cast<std::int64_t>(trial.point);
  record.status = status_text(result.status);
  record.engine = std::move(result.engine);
  record.epochs = result.epochs;
  if (result.status == TrialStatus::finished) {
    record.train = {result.train.loss, result.train.accuracy};
    record.test = {result.test.loss, result.test.accuracy};
  }
  record.seconds = result.seconds;
  record.message = std::move(result.message);
  if (keeps_curve)
    std::transform(result.curve.begin(), result.curve.end(), std::back_inserter(outcome.result.curve), curve_record);
  outcome.result.health = health_records(result.curve);
  outcome.weights = std::move(result.weights);
  return outcome;
}

}  // namespace

std::vector<std::int64_t> missing_trials(const Plan& plan, RunRecord& record) {
  std::unordered_set<std::int64_t> done;
  for (const TrialRecord& trial : record.trials()) {
    if (trial.status != trial_status::failed) done.insert(trial.id);
  }
  std::vector<std::int64_t> missing;
  for (const Trial& trial : plan.trials) {
    if (!done.contains(trial.id)) missing.push_back(trial.id);
  }
  return missing;
}

void run_trials(const Plan& plan, std::span<const std::int64_t> ids, RunRecord& record, const RunDirectory& directory,
                const TensorBackend& backend, const std::atomic<bool>& stop, const RunOptions& options) {
  const std::vector<Task> tasks = make_tasks(plan, ids, options.jobs);
  TrialWriter writer(record, directory.path(), backend, options.recorded);
  parallel_tasks(tasks.size(), options.jobs, [&](std::size_t i) {
    if (stop) return;
    const Task& task = tasks[i];
    task.engine->train(task.trials, stop, [&](const Trial& trial, TrialResult&& result) {
      const std::vector<Snapshot> snapshots = std::move(result.snapshots);
      TrialOutcome outcome = outcome_of(trial, std::move(result), plan.keeps_curves);
      if (!snapshots.empty()) outcome.result.snapshots = take_pictures(*task.engine, trial, snapshots, *plan.scene);
      if (plan.keeps_outputs && !outcome.weights.empty()) dissect(*task.engine, trial, outcome.weights, outcome.result);
      if (!plan.keeps_weights) outcome.weights.clear();
      writer.add(std::move(outcome));
    });
  });
  writer.finish();
}

}  // namespace actlab
