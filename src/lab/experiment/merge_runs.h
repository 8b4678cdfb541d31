#pragma once

#include <filesystem>
#include <span>

#include "lab/experiment/session.h"
#include "lab/record/merge.h"

namespace actlab {

/// A run that others were merged into.
struct MergedRun {
  Session session;
  Merged merged;
};

/// Adds the trials of `runs`, which are shards of one run or whole runs with the same config, to the run at `out`,
/// which is created if it does not exist. Runs are opened one after another, so there may be thousands. Throws
/// UsageError, and changes nothing, if a run cannot be read, if the configs differ (the message names the first key),
/// if their data have changed in between, or if two runs have different results for a trial.
MergedRun merge_runs(const std::filesystem::path& out, std::span<const std::filesystem::path> runs,
                     const Invocation& invocation);

}  // namespace actlab
