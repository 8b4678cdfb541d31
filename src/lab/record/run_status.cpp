#include "lab/record/run_status.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "core/error.h"
#include "lab/record/run_directory.h"
#include "lab/record/run_record.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

// A runner holds its directory while it works.
bool is_held(const fs::path& run) {
  try {
    const RunDirectory directory = RunDirectory::open(run);
    return false;
  } catch (const UsageError&) {
    return true;
  }
}

}  // namespace

RunStatus status_of(const fs::path& run) {
  require_run(run);
  RunStatus status{.directory = run, .is_running = is_held(run)};
  if (RunRecord::is_empty(run)) return status;
  RunRecord record = RunRecord::open(run, Database::Access::read);
  status.shard = record.header().shard;
  status.trials = record.header().trials;
  const TrialCounts counts = record.counts();
  status.recorded = counts.recorded - counts.failed;
  status.failed = counts.failed;
  if (status.is_running && counts.in_last_session > 0)
    status.seconds_per_trial = counts.seconds_of_last_session / static_cast<double>(counts.in_last_session);
  return status;
}

std::vector<fs::path> runs_in(const fs::path& directory) {
  if (is_run(directory)) return {directory};
  std::vector<fs::path> runs;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(directory, error)) {
    if (is_run(entry.path())) runs.push_back(entry.path());
  }
  if (runs.empty()) throw UsageError(fmt::format("{} is not a run and contains none", directory.string()));
  std::sort(runs.begin(), runs.end());
  return runs;
}

}  // namespace actlab
