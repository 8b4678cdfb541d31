#include "app/cli/interrupt.h"

#include <csignal>

namespace actlab {
namespace {

constexpr int signals[] = {SIGINT, SIGTERM};

std::atomic<bool> asked{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may not wait");

void restore_defaults() {
  for (const int signal : signals) std::signal(signal, SIG_DFL);
}

extern "C" void on_signal(int) {
  asked = true;
  restore_defaults();
}

}  // namespace

Interrupt::Interrupt() {
  asked = false;
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;  // no write to a file may fail for it
  for (const int signal : signals) sigaction(signal, &action, nullptr);
}

Interrupt::~Interrupt() {
  restore_defaults();
}

const std::atomic<bool>& Interrupt::requested() {
  return asked;
}

}  // namespace actlab
