#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "lab/record/run_record.h"

namespace actlab {

/// Where a trial of one record is in another.
struct TrialPlace {
  std::int64_t id = 0;
  std::int64_t point = 0;
};
/// Gets a trial with everything that is recorded of it, and may remove what the other record must not have. Returns
/// nothing for a trial that is left out.
using Placement = std::function<std::optional<TrialPlace>(RecordedTrial&)>;

/// What was added to a record.
struct Merged {
  std::int64_t added = 0;
  std::int64_t twice = 0;  ///< were there already, with the same result
};

/// Adds the trials of `from` to `to`, with their files of weights and the sessions that trained them; within a
/// transaction of `to`. A trial that is there already is compared in everything but its seconds; a failed one is
/// replaced by one that did not fail. Memory does not grow with the number of trials. Throws UsageError if a trial is
/// damaged, or if the two records have different results for it.
Merged add_trials(RunRecord& to, RunRecord& from, const Placement& place);

/// As above, for a record that continues `from`: the sessions are its own.
Merged move_trials(RunRecord& to, RunRecord& from, const Placement& place);

}  // namespace actlab
