#include "lab/experiment/run.h"

#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

#include "core/parallel.h"
#include "lab/experiment/snapshots.h"
#include "lab/record/trial_writer.h"

namespace actlab {
namespace {

/// Trials that one thread trains in one call of the engine.
struct Task {
  const Engine* engine;
  std::vector<Trial> trials;
};

// Threads end at different times, by half a task on average. With this many tasks, that is little.
constexpr std::size_t tasks_per_thread = 32;

// Number of trials with the seed and sweep point of the first, which share its data.
std::size_t trials_per_seed(const Plan& plan) {
  const auto shares_data = [&](const Trial& trial) {
    return trial.seed == plan.trials.front().seed && trial.point == plan.trials.front().point;
  };
  return static_cast<std::size_t>(std::count_if(plan.trials.begin(), plan.trials.end(), shares_data));
}

// Groups neighbouring trials of an engine, up to its batch size, but into enough tasks that all threads end at about
// the same time. The models of a seed stay together so that its data is made once, unless that leaves a thread idle.
std::vector<Task> make_tasks(const Plan& plan, std::span<const std::int64_t> ids, unsigned jobs) {
  const std::size_t target = std::max(trials_per_seed(plan), ids.size() / (jobs * tasks_per_thread));
  const std::size_t max_task_size = std::clamp<std::size_t>(target, 1, std::max<std::size_t>(1, ids.size() / jobs));
  std::vector<Task> tasks;
  std::map<const Engine*, std::size_t> open;  // last task of each engine
  for (const std::int64_t id : ids) {
    const auto i = static_cast<std::size_t>(id);
    const Engine* engine = plan.engine[i];
    const auto [task, is_new] = open.try_emplace(engine, tasks.size());
    if (!is_new && tasks[task->second].trials.size() >= std::min(engine->batch_size(), max_task_size)) {
      task->second = tasks.size();
    }
    if (task->second == tasks.size()) tasks.push_back({engine, {}});
    tasks[task->second].trials.push_back(plan.trials[i]);
  }
  return tasks;
}

// Completes a result with what the plan records and drops what it does not.
void complete(const Plan& plan, const Engine& engine, const Trial& trial, TrialResult& result) {
  if (result.status != TrialStatus::finished) result.train = result.test = {};  // scores of unusable weights
  if (!plan.keeps_curves) result.curve.clear();
  if (!result.checkpoints.empty()) result.snapshots = take_snapshots(engine, trial, result.checkpoints, *plan.scene);
  if (plan.keeps_outputs && !result.weights.empty()) record_outputs(engine, trial, result);
  if (!plan.keeps_weights) result.weights.clear();
}

}  // namespace

std::vector<std::int64_t> missing_trials(const Plan& plan, RunRecord& record) {
  std::unordered_set<std::int64_t> done;
  for (const TrialRecord& trial : record.trials()) {
    if (trial.status != TrialStatus::failed) done.insert(trial.id);
  }
  std::vector<std::int64_t> missing;
  const std::int64_t models = plan.header.models_per_point();
  for (const Trial& trial : plan.trials) {
    const bool is_ours = !plan.header.shard || plan.header.shard->has(trial.id, models);
    if (is_ours && !done.contains(trial.id)) missing.push_back(trial.id);
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
      complete(plan, *task.engine, trial, result);
      writer.add(std::move(result));
    });
  });
  writer.finish();
}

}  // namespace actlab
