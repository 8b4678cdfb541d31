#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "lab/record/shard.h"

namespace actlab {

/// How far a run has come.
struct RunStatus {
  std::filesystem::path directory;
  std::optional<Shard> shard{};
  std::int64_t trials = 0;    ///< that the run needs
  std::int64_t recorded = 0;  ///< without those that failed
  std::int64_t failed = 0;
  bool is_running = false;  ///< a process holds its directory
  /// Seconds that the process that trains it has needed for each of its trials so far; nothing if it is not running or
  /// has recorded none.
  std::optional<double> seconds_per_trial{};

  std::int64_t missing() const { return trials - recorded - failed; }
  bool is_complete() const { return recorded == trials; }
};

/// Reads the record of a run, which may go on meanwhile. Throws UsageError if it cannot be read.
RunStatus status_of(const std::filesystem::path& run);

/// `directory` if it is a run, else the runs in it, such as shards side by side in one folder, by name. Throws
/// UsageError if there are none.
std::vector<std::filesystem::path> runs_in(const std::filesystem::path& directory);

}  // namespace actlab
