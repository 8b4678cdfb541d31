#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace actlab {

/// What a process was doing when it ended.
struct Activity {
  std::string stage;        ///< "the second derivative"; empty before the first
  std::string inputs;       ///< of the function's last call, one line for each
  std::int64_t calls = 0;   ///< the number of calls of the function
  std::int64_t passes = 0;  ///< the number of backward passes that were started
  bool in_call = false;     ///< inside the function; false: in backward, or between calls
  double seconds = 0;  ///< since the last event: a call of the function, its return, or the start of a backward pass
};

/// Memory that a process shares with its parent, which reads there what the process was doing when it died. One thread
/// writes; nothing is allocated, and nothing that the process breaks can make the parent read outside.
class CallBoard {
 public:
  CallBoard();
  ~CallBoard();
  CallBoard(const CallBoard&) = delete;
  CallBoard& operator=(const CallBoard&) = delete;

  void begin_stage(std::string_view stage);
  void begin_call(std::string_view inputs);
  void end_call();
  void begin_backward();
  /// Called by exit(), with its argument.
  void note_exit(int status);

  Activity activity() const;
  /// The argument of exit(), or -1 if it was not called.
  int exit_status() const;

 private:
  struct Shared;
  Shared* shared_;
};

}  // namespace actlab
