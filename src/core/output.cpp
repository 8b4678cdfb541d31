#include "core/output.h"

#include <fcntl.h>
#include <stdio_ext.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <string>

#include "core/visible.h"

namespace actlab {
namespace {

[[noreturn]] void fail(int error) {
  // What could not be written must not be tried again when the process ends.
  __fpurge(stdout);
  if (error == EPIPE) {  // SIGPIPE was ignored by the parent process
    std::signal(SIGPIPE, SIG_DFL);
    std::raise(SIGPIPE);
  }
  throw std::runtime_error(fmt::format("the result cannot be written to stdout: {}", std::strerror(error)));
}

}  // namespace

void print_text(std::string_view text) {
  const std::string shown = visible_in_colour(text);
  if (std::fwrite(shown.data(), 1, shown.size(), stdout) != shown.size()) fail(errno);
}

void flush_output() {
  if (std::fflush(stdout) != 0) fail(errno);
}

void reserve_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    // The lowest free number is taken, which is this one. Not for writing, so that a write is an error.
    if (fcntl(stream, F_GETFD) == -1 && errno == EBADF) open("/dev/null", O_RDONLY);
  }
  std::signal(SIGXFSZ, SIG_IGN);
}

}  // namespace actlab
