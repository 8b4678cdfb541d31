#pragma once

#include <atomic>
#include <chrono>
#include <string>

namespace actlab {

/// Limits of a statement that someone else may have written.
struct SqlLimits {
  std::chrono::seconds time{300};
  const std::atomic<bool>* stop = nullptr;  ///< ends the statement soon after it becomes true; may be null
};

/// What a statement may do: read the database, and have temporary tables, views and indices. Anything that reaches
/// other files or changes settings is refused.
struct SqlGuard {
  SqlLimits limits;
  std::chrono::steady_clock::time_point start{};
  std::string refusal{};  ///< why the last statement was refused or ended; empty if it was not
};

}  // namespace actlab
