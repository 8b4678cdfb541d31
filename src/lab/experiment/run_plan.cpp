#include "lab/experiment/looks.h"
#include "lab/experiment/run.h"

namespace actlab {
namespace {

class StoppingRun {
 public:
  StoppingRun(const Plan& plan, RunRecord& record) : plan_(plan), record_(record), looks_(plan) {
    for (const TrialRecord& trial : record.trials()) {
      if (trial.status != TrialStatus::failed) looks_.add(trial);
    }
  }

  void run(const RunDirectory& directory, const TensorBackend& backend, const std::atomic<bool>& stop,
           const RunOptions& options) {
    RunOptions watched = options;
    watched.recorded = [&](std::span<const RecordedTrial> trials) {
      for (const RecordedTrial& trial : trials) looks_.add(trial);
      options.recorded(trials);
    };
    for (const std::int64_t seeds : looks_.times()) {
      const std::vector<std::int64_t> missing = looks_.missing(seeds);
      if (!missing.empty()) run_trials(plan_, missing, record_, directory, backend, stop, watched);
      if (!looks_.missing(seeds).empty()) return;  // interrupted
      const std::vector<DropRecord> dropped = looks_.look(seeds);
      record_.set_stopping(looks_.record(), record_.size() + looks_.remaining());
      options.looked({looks_.record(), dropped, looks_.remaining(), missing.empty()});
      if (looks_.is_complete()) return;
    }
  }

 private:
  const Plan& plan_;
  RunRecord& record_;
  Looks looks_;
};

}  // namespace

void run_plan(const Plan& plan, RunRecord& record, const RunDirectory& directory, const TensorBackend& backend,
              const std::atomic<bool>& stop, const RunOptions& options) {
  if (plan.rule) return StoppingRun(plan, record).run(directory, backend, stop, options);
  const std::vector<std::int64_t> missing = missing_trials(plan, record);
  if (!missing.empty()) run_trials(plan, missing, record, directory, backend, stop, options);
}

}  // namespace actlab
