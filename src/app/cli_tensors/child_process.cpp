#include "app/cli_tensors/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "core/output.h"

namespace actlab {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view end_message = "end";

[[noreturn]] void fail(std::string_view what) {
  throw std::runtime_error(fmt::format("{}: {}", what, std::strerror(errno)));
}

// The bytes of private memory that this process has, which RLIMIT_DATA limits.
double data_bytes() {
  std::ifstream file("/proc/self/status");
  for (std::string word; file >> word;) {
    double kilobytes = 0;
    if (word == "VmData:" && file >> kilobytes) return kilobytes * 1024;
  }
  return 0;
}

void limit_memory([[maybe_unused]] double bytes) {
#ifndef __SANITIZE_ADDRESS__  // which reserves far more than any limit
  const double most = data_bytes() + bytes;
  if (most > 1e18) return;
  const rlimit limit{static_cast<rlim_t>(most), static_cast<rlim_t>(most)};
  setrlimit(RLIMIT_DATA, &limit);
#endif
}

[[noreturn]] void be_child(int pipe, CallBoard& board, const ChildLimits& limits, pid_t parent,
                           const std::function<void(ChildChannel&)>& work) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // ends with its parent, also if that is killed
  if (getppid() != parent) _exit(1);
  dup2(STDERR_FILENO, STDOUT_FILENO);  // stdout is for results, which the parent prints
  on_exit(
      [](int status, void* on) {
        static_cast<CallBoard*>(on)->note_exit(status);
        _exit(status);  // before destructors of static objects, which need not survive here
      },
      &board);
  ChildChannel channel(pipe, board);
  std::thread([&] {
    limit_memory(limits.memory_bytes);
    work(channel);
  }).join();
  channel.send(std::string(end_message));
  _exit(0);
}

class Parent {
 public:
  Parent(pid_t child, int pipe, const CallBoard& board, const std::function<void(std::string_view)>& receive)
      : child_(child), pipe_(pipe), board_(board), receive_(receive) {
    fcntl(pipe_, F_SETFL, O_NONBLOCK);
  }
  ~Parent() {
    close(pipe_);
    if (!is_over_) {
      kill(child_, SIGKILL);
      waitpid(child_, nullptr, 0);
    }
  }
  Parent(const Parent&) = delete;
  Parent& operator=(const Parent&) = delete;

  ChildEnd watch(double seconds, const std::function<void(const Activity&, double)>& waiting) {
    const auto start = Clock::now();
    bool was_killed = false;
    Activity activity;
    while (!is_over_) {
      wait_for_message();
      read_messages();
      const double passed = std::chrono::duration<double>(Clock::now() - start).count();
      if (passed > seconds && !was_killed && !has_finished_) {
        activity = board_.activity();
        kill(child_, SIGKILL);
        was_killed = true;
      }
      is_over_ = waitpid(child_, &status_, WNOHANG) == child_;
      if (!is_over_) waiting(board_.activity(), passed);
    }
    read_messages();  // the last ones
    if (!was_killed) activity = board_.activity();
    return end(was_killed, std::move(activity));
  }

 private:
  void wait_for_message() const {
    constexpr int milliseconds = 20;  // the end of a child does not wake us if its own children hold the pipe
    pollfd events{pipe_, POLLIN, 0};
    if (poll(&events, 1, milliseconds) > 0 && (events.revents & POLLIN) == 0)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));  // closed, and about to end
  }

  void read_messages() {
    char buffer[65536];
    for (ssize_t size = 0; (size = read(pipe_, buffer, sizeof buffer)) > 0;)
      text_.append(buffer, static_cast<std::size_t>(size));
    for (std::size_t end = 0; (end = text_.find('\n')) != std::string::npos; text_.erase(0, end + 1)) {
      const std::string_view message = std::string_view(text_).substr(0, end);
      if (message == end_message)
        has_finished_ = true;
      else
        receive_(message);
    }
  }

  ChildEnd end(bool was_killed, Activity activity) const {
    if (has_finished_) return {ChildEnd::Kind::finished, 0, std::move(activity)};
    if (was_killed) return {ChildEnd::Kind::timed_out, 0, std::move(activity)};
    if (WIFSIGNALED(status_)) return {ChildEnd::Kind::signal, WTERMSIG(status_), std::move(activity)};
    return {ChildEnd::Kind::exited, WEXITSTATUS(status_), std::move(activity)};
  }

  pid_t child_;
  int pipe_;
  const CallBoard& board_;
  const std::function<void(std::string_view)>& receive_;
  std::string text_;
  int status_ = 0;
  bool is_over_ = false, has_finished_ = false;
};

}  // namespace

void ChildChannel::send(const std::string& message) {
  const std::string line = message + "\n";
  for (std::size_t sent = 0; sent < line.size();) {
    const ssize_t size = write(pipe_, line.data() + sent, line.size() - sent);
    if (size < 0 && errno != EINTR) _exit(1);
    sent += static_cast<std::size_t>(std::max<ssize_t>(size, 0));
  }
}

ChildEnd run_in_child(const ChildLimits& limits, const std::function<void(ChildChannel&)>& work,
                      const std::function<void(std::string_view message)>& receive,
                      const std::function<void(const Activity&, double seconds)>& waiting) {
  CallBoard board;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) fail("a pipe to a child process cannot be made");
  flush_output();  // or both would print what is in the buffer
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) fail("no child process can be started");
  if (child == 0) {
    close(ends[0]);
    be_child(ends[1], board, limits, parent, work);
  }
  close(ends[1]);
  return Parent(child, ends[0], board, receive).watch(limits.seconds, waiting);
}

}  // namespace actlab
