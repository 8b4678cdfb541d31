#include "app/cli/interrupt.h"

#include <csignal>

namespace actlab {
namespace {

constexpr int signals[] = {SIGINT, SIGTERM, SIGHUP};

std::atomic<bool> stop_requested{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler must not lock");

// A signal that the parent process ignores stays ignored: nohup does that with SIGHUP, a shell with the SIGINT of its
// background processes.
bool is_ignored(int signal) {
  struct sigaction action {};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

void restore_defaults() {
  for (const int signal : signals) {
    if (!is_ignored(signal)) std::signal(signal, SIG_DFL);
  }
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
  for (const int signal : signals) {
    if (!is_ignored(signal)) sigaction(signal, &action, nullptr);
  }
}

Interrupt::~Interrupt() {
  restore_defaults();
}

const std::atomic<bool>& Interrupt::requested() {
  return stop_requested;
}

}  // namespace actlab
