#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "lab/experiment/plan.h"
#include "lab/record/run_directory.h"
#include "lab/record/run_record.h"
#include "lab/tensor_backend.h"

namespace actlab {

/// Ids of the trials of the plan, or of its shard, that are not recorded or failed.
std::vector<std::int64_t> missing_trials(const Plan& plan, RunRecord& record);

/// The state of a run with a stopping rule after a look at its results.
struct Look {
  const StoppingRecord& stopping;
  std::span<const DropRecord> dropped;  ///< at this look
  std::int64_t remaining = 0;           ///< trials that may still be needed; 0 if the run is complete
  bool is_replayed = false;             ///< all its trials were recorded before: a resumed run decides once more
};

struct RunOptions {
  unsigned jobs = 1;  ///< number of threads, which train one trial each at a time
  /// Called after each transaction with the trials in it, on the thread of the TrialWriter.
  std::function<void(std::span<const RecordedTrial>)> recorded = [](auto) {};
  /// Called after each look of a run with a stopping rule.
  std::function<void(const Look&)> looked = [](const Look&) {};
};

/// Trains trials on `jobs` threads and records each one, until all are done or `stop` is true. Apart from the seconds,
/// results do not depend on the number of threads. Throws std::runtime_error if recording fails, and UsageError if an
/// engine does. `backend` writes the weights.
void run_trials(const Plan& plan, std::span<const std::int64_t> ids, RunRecord& record, const RunDirectory& directory,
                const TensorBackend& backend, const std::atomic<bool>& stop, const RunOptions& options);

/// Trains what the plan still needs, as `run_trials` does. With a stopping rule: trains all seeds up to the next look,
/// decides from the recorded results of all seeds up to it, and so on until the rule is met or all seeds are trained.
/// So decisions depend only on results. A failed trial is trained once more when a run is resumed; it is never waited
/// for.
void run_plan(const Plan& plan, RunRecord& record, const RunDirectory& directory, const TensorBackend& backend,
              const std::atomic<bool>& stop, const RunOptions& options);

}  // namespace actlab
