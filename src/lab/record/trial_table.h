#pragma once

#include <optional>
#include <span>
#include <vector>

#include "lab/record/database.h"
#include "lab/record/trial_record.h"

namespace actlab {

/// By sweep point: the index of its data set in `header.data`, -1 if there is none.
std::vector<std::int64_t> data_of_points(const RunHeader& header);

/// Reads trials one by one, in the order of the plan.
class TrialReader {
 public:
  explicit TrialReader(Database& database);

  /// The next trial with its curve and layer statistics; nothing after the last one.
  std::optional<RecordedTrial> next();

 private:
  Statement row_;
  bool is_at_end_ = false;
};

/// All trials without their curves, in the order of the plan.
std::vector<TrialRecord> read_trials(Database& database);

/// Writes trials of the run of `header`, within the caller's transaction. Replaces those that are already there.
void write_trials(Database& database, std::span<const RecordedTrial> trials, const RunHeader& header);

}  // namespace actlab
