#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lab/record/database.h"
#include "lab/record/trial_record.h"

namespace actlab {

/// Reads trials one by one, in the order of the plan.
class TrialReader {
 public:
  explicit TrialReader(Database& database);

  /// The next trial with its curve and layer statistics; nothing after the last one. Throws UsageError if it is not as
  /// it was recorded, or cannot be.
  std::optional<RecordedTrial> next();
  /// As above, but goes on: `problem` says what is wrong with the trial, and is empty if nothing is.
  std::optional<RecordedTrial> next(std::string& problem);

 private:
  std::string file_;
  Statement row_;
  bool is_at_end_ = false;
};

/// All trials without their curves, in the order of the plan.
std::vector<TrialRecord> read_trials(Database& database);

/// Removes all rows of a trial, and the baseline that it shares, within the caller's transaction.
void forget_trial(Database& database, std::int64_t trial);

/// Writes trials, within the caller's transaction. Replaces those that are already there. `session` is the id of the
/// session that trained them; `regression` says how the outputs of snapshots are stored.
void write_trials(Database& database, std::span<const RecordedTrial> trials, std::int64_t session, bool regression);

}  // namespace actlab
