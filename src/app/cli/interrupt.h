#pragma once

#include <atomic>

namespace actlab {

/// While one lives, the first Ctrl-C (or SIGTERM) only asks for an end, and the second ends the process at once. One at
/// a time.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  /// True once an end was asked for.
  static const std::atomic<bool>& requested();
};

}  // namespace actlab
