#pragma once

namespace actlab {

/// Exit codes of the program.
enum ExitCode : int {
  exit_done = 0,
  exit_check_failed = 1,  ///< a check or a trial failed
  exit_bad_input = 2,     ///< the user can fix it; nothing was created
  exit_not_done = 3,      ///< could not be done: no memory, disk full, a file that cannot be written
  exit_interrupted = 130
};

}  // namespace actlab
