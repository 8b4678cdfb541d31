#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "app/cli_tensors/call_board.h"

namespace actlab {

/// How a child process ended.
struct ChildEnd {
  enum class Kind { finished, signal, exited, timed_out };
  Kind kind = Kind::finished;
  int number = 0;     ///< the signal, or the argument of exit()
  Activity activity;  ///< what it was doing
};

/// The child's side: sends messages to its parent.
class ChildChannel {
 public:
  ChildChannel(int pipe, CallBoard& board) : pipe_(pipe), board_(board) {}

  CallBoard& board() { return board_; }
  /// Sends one message, which must have no line feed. Ends the process if the parent is gone.
  void send(const std::string& message);

 private:
  int pipe_;
  CallBoard& board_;
};

struct ChildLimits {
  double seconds;       ///< after which the child is killed
  double memory_bytes;  ///< that it may allocate in addition to what this process has
};

/// Runs `work` in a child process, in a thread of its own: the threads of LibTorch's pools are not in the child, and
/// belong to the thread that started them. What `work` prints goes to stderr. `receive` gets each message, and
/// `waiting` is called a few times a second with what the child is doing. `work` must not throw.
ChildEnd run_in_child(const ChildLimits& limits, const std::function<void(ChildChannel&)>& work,
                      const std::function<void(std::string_view message)>& receive,
                      const std::function<void(const Activity&, double seconds)>& waiting);

}  // namespace actlab
