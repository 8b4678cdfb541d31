#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>

#include "lab/record/database.h"
#include "lab/record/trial_record.h"

namespace actlab {

/// What proves that a trial is as it was recorded, and says in which session it was trained: a row of the table
/// `seals`. Each number is a checksum of what belongs to the trial in other tables.
struct Seal {
  std::int64_t session = 0;  ///< id in the table of sessions, whose provenance has the instruction set
  std::int64_t content = 0;  ///< identity, scores, confusion matrix, curve and layer statistics
  std::int64_t snapshots = 0;
  std::int64_t outputs = 0;               ///< outputs and parameters
  std::optional<std::int64_t> weights{};  ///< of the file of weights; nothing if there is none

  bool operator==(const Seal&) const = default;
};

/// The checksum of the identity, the scores, the confusion matrix, the curve and the layer statistics.
std::int64_t checksum_of_content(const RecordedTrial& trial);
std::int64_t checksum_of_baseline(const Baseline& baseline);

/// Adds rows in any order: the checksum of a table's rows that belong to a trial.
class RowsChecksum {
 public:
  void add_snapshot(std::int32_t epochs, std::string_view outputs, std::string_view details);
  void add_output(const OutputRecord& output);
  void add_parameter(const ParameterRecord& parameter);
  std::int64_t value() const { return static_cast<std::int64_t>(sum_); }

 private:
  void add(std::int64_t row) { sum_ += static_cast<std::uint64_t>(row); }
  std::uint64_t sum_ = 0;
};

/// Computed from the tables, for comparison with the seal.
std::int64_t checksum_of_snapshots(Database& database, std::int64_t trial);
std::int64_t checksum_of_outputs(Database& database, std::int64_t trial);

/// The checksum of a file; nothing if it cannot be read.
std::optional<std::int64_t> checksum_of_file(const std::filesystem::path& file);

/// The seal of a trial; nothing for one that was recorded by version 5 of the record.
std::optional<Seal> read_seal(Database& database, std::int64_t trial);

}  // namespace actlab
