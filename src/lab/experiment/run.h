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

/// The trials of the plan that the record lacks, or has as failed: those are worth another try.
std::vector<std::int64_t> missing_trials(const Plan& plan, RunRecord& record);

struct RunOptions {
  unsigned jobs = 1;  ///< trials at a time
  /// Called with what was recorded since the last call; on a thread of the record's.
  std::function<void(std::span<const TrialAndCurve>)> recorded = [](auto) {};
};

/// Trains trials on `jobs` threads and records each as it ends, until all are done or `stop` is true. What is recorded
/// does not depend on the number of threads, except for the seconds. `backend` writes the weights. Throws what
/// recording throws.
void run_trials(const Plan& plan, std::span<const std::int64_t> ids, RunRecord& record, const RunDirectory& directory,
                const TensorBackend& backend, const std::atomic<bool>& stop, const RunOptions& options);

}  // namespace actlab
