#pragma once

#include <atomic>

namespace actlab {

/// While an object of this class exists, the first Ctrl-C (or SIGTERM, or SIGHUP when the terminal is closed) requests
/// a stop, and the second ends the process at once. Only one object may exist at a time.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  /// True after a stop was requested.
  static const std::atomic<bool>& requested();
};

}  // namespace actlab
