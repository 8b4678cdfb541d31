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

/// Ids of the plan's trials that are not recorded or failed.
std::vector<std::int64_t> missing_trials(const Plan& plan, RunRecord& record);

struct RunOptions {
  unsigned jobs = 1;  ///< number of threads, which train one trial each at a time
  /// Called after each transaction with the trials in it, on the thread of the TrialWriter.
  std::function<void(std::span<const RecordedTrial>)> recorded = [](auto) {};
};

/// Trains trials on `jobs` threads and records each one, until all are done or `stop` is true. Apart from the seconds,
/// results do not depend on the number of threads. Throws std::runtime_error if recording fails, and UsageError if an
/// engine does. `backend` writes the weights.
void run_trials(const Plan& plan, std::span<const std::int64_t> ids, RunRecord& record, const RunDirectory& directory,
                const TensorBackend& backend, const std::atomic<bool>& stop, const RunOptions& options);

}  // namespace actlab
