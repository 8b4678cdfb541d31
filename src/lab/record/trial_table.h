#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lab/record/database.h"
#include "lab/record/trial_record.h"

namespace actlab {

/// By sweep point: the index of its data set in `header.data`, -1 if there is none.
std::vector<std::int64_t> data_of_points(const RunHeader& header);

/// Reads trials one by one, in the order of the plan.
class TrialReader {
 public:
  /// Reads all trials, or only the one with this id.
  explicit TrialReader(Database& database, std::optional<std::int64_t> id = std::nullopt);

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

/// The outputs and the parameters that are recorded of a trial.
void read_outputs(Database& database, RecordedTrial& trial);

/// Removes all rows of a trial, and the baseline that it shares, within the caller's transaction.
void forget_trial(Database& database, std::int64_t trial);

/// Writes trials of the run of `header`, within the caller's transaction. Replaces those that are already there.
/// `session` is the id of the session that trained them.
void write_trials(Database& database, std::span<const RecordedTrial> trials, std::int64_t session,
                  const RunHeader& header);

}  // namespace actlab
