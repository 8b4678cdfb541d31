#include "app/cli/interrupt.h"

#include <csignal>

namespace actlab {
namespace {

constexpr int signals[] = {SIGINT, SIGTERM};

std::atomic<bool> stop_requested{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler must not lock");

void restore_defaults() {
  for (const int signal : signals) std::signal(signal, SIG_DFL);
}

extern "C" void on_signal(int) {
  stop_requested = true;
  restore_defaults();
}

}  // namespace

Interrupt::Interrupt() {
  stop_requested = false;
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;  // a signal must not make a write fail
  for (const int signal : signals) sigaction(signal, &action, nullptr);
}

Interrupt::~Interrupt() {
  restore_defaults();
}

const std::atomic<bool>& Interrupt::requested() {
  return stop_requested;
}

}  // namespace actlab
