#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace actlab {

/// A model at a sweep point.
struct CandidateRecord {
  std::int64_t point = 0;
  std::string model;
  bool operator==(const CandidateRecord&) const = default;
};

/// A mean with its confidence sequence, in units of the metric: shares from 0 to 1, or RMSE. `low` and `high` are NaN
/// if there is no confidence sequence.
struct SequentialRecord {
  std::int64_t seeds = 0;  ///< on which both finished
  double mean = std::numeric_limits<double>::quiet_NaN();
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
};

/// An interval that had to become narrow: of first - second, or of the mean of `first` if the two are the same.
struct WatchedRecord {
  CandidateRecord first;
  CandidateRecord second;
  SequentialRecord interval;
};

/// A candidate that a race dropped.
struct DropRecord {
  CandidateRecord candidate;
  CandidateRecord best;         ///< the best one then
  std::int64_t seeds = 0;       ///< seeds seen
  std::int64_t unfinished = 0;  ///< trials that did not finish, if that was the reason; otherwise 0
  SequentialRecord difference;  ///< best - candidate
};

/// Why a run with `seeds: {until: …}` or `seeds: {race: …}` is complete, or how far it has come.
struct StoppingRecord {
  std::string rule;     ///< "until" or "race"
  double interval = 0;  ///< asked for, in units of the metric; 0 for a race
  std::int64_t at_least = 0;
  std::int64_t at_most = 0;
  std::int64_t seeds = 0;              ///< seeds at the last look
  bool decided = false;                ///< true if it stopped because the rule was met, false at at_most
  std::vector<WatchedRecord> watched;  ///< at the last look
  std::vector<DropRecord> dropped;     ///< in the order in which they were dropped

  bool is_race() const { return rule == "race"; }
  std::vector<CandidateRecord> dropped_candidates() const;
  const DropRecord* drop_of(std::int64_t point, std::string_view model) const;  ///< nullptr if it was not dropped
};

/// As JSON, for summary.json and the record. NaN becomes null.
std::string to_json(const StoppingRecord& record);

/// Throws std::runtime_error for any other text.
StoppingRecord stopping_from_json(const std::string& text);

}  // namespace actlab
