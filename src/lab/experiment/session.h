#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "lab/experiment/plan.h"
#include "lab/record/provenance.h"
#include "lab/record/run_directory.h"
#include "lab/record/run_record.h"

namespace actlab {

/// A run's directory and record, new or to be continued, with its header exported.
struct Session {
  RunDirectory directory;
  RunRecord record;
  bool is_resumed = false;
};

/// Where a run goes, as the command line has it.
struct Destination {
  std::filesystem::path runs = "runs";       ///< where runs go by default, each under its experiment's name
  std::optional<std::filesystem::path> out;  ///< the run's own directory
  bool resume = false;                       ///< continue a run: the one at `out`, or the newest unfinished one
};

/// Opens the directory that `destination` means: `out` where it is given, which is continued if it holds a run of the
/// same config; else the newest unfinished run, for `resume`; else a new directory. Throws UsageError, with nothing
/// created, where there is no run to resume, where the run's config is another (with the first key that differs), or
/// where `out` holds something else.
Session open_session(const Plan& plan, const Destination& destination, const Invocation& invocation);

/// "training.epochs is 100 there and 200 here": the first key at which two resolved configs differ, or an empty string.
std::string first_difference(const std::string& there, const std::string& here);

}  // namespace actlab
