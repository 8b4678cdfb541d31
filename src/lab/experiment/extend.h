#pragma once

#include <filesystem>

#include "lab/experiment/load.h"
#include "lab/experiment/session.h"

namespace actlab {

/// Opens the run at `directory` for a plan with more seeds, models or values of a sweep, and keeps its trials: the
/// record is rewritten beside itself for the plan of `experiment` and then replaced, so that it is always whole. A
/// trial that lacks what the plan records of it is left out, so that it is trained again: one whose snapshots would be
/// of other epochs. Throws UsageError, and changes nothing, if the run has something that `experiment` has not, if its
/// data have changed, or if it chose its number of seeds itself.
Session extend_run(const Plan& plan, const Experiment& experiment, const std::filesystem::path& directory,
                   Invocation invocation);

}  // namespace actlab
