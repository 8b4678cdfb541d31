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
  for (const Trial& trial : plan.trials) {
    if (!done.contains(trial.id)) missing.push_back(trial.id);
  }
  return missing;
}

void run_trials(const Plan& plan, std::span<const std::int64_t> ids, RunRecord& record, const RunDirectory& directory,
                const std::atomic<bool>& stop, const RunOptions& options) {
  const std::vector<Task> tasks = make_tasks(plan, ids, options.jobs);
  TrialWriter writer(record, directory.path(), options.recorded);
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
