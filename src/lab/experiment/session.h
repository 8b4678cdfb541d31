#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "lab/experiment/plan.h"
#include "lab/record/provenance.h"
#include "lab/record/run_directory.h"
#include "lab/record/run_record.h"

namespace actlab {

/// The open directory and record of a run, new or resumed.
struct Session {
  RunDirectory directory;
  RunRecord record;
  bool is_resumed = false;
};

/// Where a run is written, from the command line.
struct Destination {
  std::filesystem::path runs = "runs";       ///< parent directory; a run goes to <runs>/<name of the experiment>/
  std::optional<std::filesystem::path> out;  ///< the run's directory, instead of a new one under `runs`
  bool resume = false;  ///< continue the run at `out`, or else the newest unfinished one with this config
};

/// Opens the directory that `destination` describes, records the invocation and exports the header. An `out` that
/// contains a run with the same config is continued, with the instruction set of its earlier part (it is selected with
/// set_isa), or with a warning if this processor lacks it. Trials that are damaged are forgotten. Throws UsageError
/// without creating anything if there is no run to resume, if the run has a different config (the message names the
/// first key that differs), if a file of its data has changed (the message has both hashes), or if `out` contains other
/// files.
Session open_session(const Plan& plan, const Destination& destination, Invocation invocation);

/// Continues with the instruction set of the run's earlier part (set_isa), because the last bits of results depend on
/// it; if this processor lacks it, warns.
void keep_instruction_set(RunRecord& record, Invocation& invocation);

/// Throws UsageError if a file of the data has other content than when the run in `run` began (the message has both
/// hashes).
void check_same_data(const std::vector<DataRecord>& there, const std::vector<DataRecord>& here,
                     const std::filesystem::path& run);

/// The first key that differs between two resolved configs, as "training.epochs is 100 there and 200 here"; empty if
/// they are the same.
std::string first_difference(const std::string& there, const std::string& here);

}  // namespace actlab
