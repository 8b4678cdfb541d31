#pragma once

namespace actlab {

/// What the program's exit code says.
enum ExitCode : int {
  exit_done = 0,
  exit_not_held = 1,   ///< something that was checked did not hold: a gradient, a trial that failed
  exit_bad_input = 2,  ///< the user's to mend; nothing was created
  exit_interrupted = 130
};

}  // namespace actlab
