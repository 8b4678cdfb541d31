#include "core/log.h"

#include <fcntl.h>
#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/visible.h"

namespace actlab {
namespace {

bool is_capable_terminal(int file_descriptor) {
  if (isatty(file_descriptor) == 0) return false;
  const char* terminal = std::getenv("TERM");
  return terminal == nullptr || std::string_view(terminal) != "dumb";
}

// Writes to stderr. Keeps a status line at the bottom: clears it before other text and draws it again afterwards.
class StderrSink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  void set_status(std::string_view line) {
    const std::scoped_lock lock(mutex_);
    if (!terminal_ || !should_log(spdlog::level::info)) return;
    status_ = line;
    write(clear_line + status_);
  }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    const std::string_view text(message.payload.data(), message.payload.size());
    std::string out = status_.empty() ? "" : clear_line;
    if (message.level == spdlog::level::warn) out += label("warning:", colour::yellow);
    if (message.level == spdlog::level::err) out += label("error:", colour::red);
    out += text;
    out += '\n';
    write(out + status_);
  }
  void flush_() override { std::fflush(stderr); }

 private:
  static inline const std::string clear_line = "\r\x1b[K";

  std::string label(std::string_view word, std::string_view begin) const {
    return colours_ ? fmt::format("{}{}{} ", begin, word, colour::reset) : fmt::format("{} ", word);
  }
  static void write(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
  }

  const bool terminal_ = stderr_is_terminal();
  const bool colours_ = use_colours(STDERR_FILENO);
  std::string status_;
};

struct Log {
  // Flushes every line: there are few, and after a crash the last ones matter most. If a line cannot be written (disk
  // full), spdlog reports it on stderr and the program continues.
  Log() { logger.flush_on(spdlog::level::info); }

  std::shared_ptr<StderrSink> terminal = std::make_shared<StderrSink>();
  spdlog::logger logger{"actlab", terminal};
};

Log& global_log() {
  static Log log;
  return log;
}

}  // namespace

void log_text(LogLevel level, std::string_view text) {
  constexpr spdlog::level::level_enum levels[] = {spdlog::level::info, spdlog::level::warn, spdlog::level::err};
  const std::string shown = visible(text, /*keep_lines=*/true);
  global_log().logger.log(levels[static_cast<int>(level)], spdlog::string_view_t(shown.data(), shown.size()));
}

void set_quiet(bool quiet) {
  global_log().terminal->set_level(quiet ? spdlog::level::warn : spdlog::level::trace);
}

// Appends to a file. spdlog's own sink would follow a symbolic link.
class LogFile::Sink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit Sink(const std::filesystem::path& path) {
    constexpr mode_t readable = 0666;  // less the process's umask
    const int file = open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, readable);
    if (file >= 0) file_.reset(fdopen(file, "ab"));
    if (!file_)
      throw std::runtime_error(fmt::format("cannot write the log {}: {}", path.string(), std::strerror(errno)));
  }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    if (std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size())
      throw spdlog::spdlog_ex("cannot write the log", errno);
  }
  void flush_() override {
    if (std::fflush(file_.get()) != 0) throw spdlog::spdlog_ex("cannot write the log", errno);
  }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> file_;
};

LogFile::LogFile(const std::filesystem::path& path) : sink_(std::make_shared<Sink>(path)) {
  sink_->set_formatter(
      std::make_unique<spdlog::pattern_formatter>("%Y-%m-%dT%H:%M:%S.%eZ %l: %v", spdlog::pattern_time_type::utc));
  global_log().logger.sinks().push_back(sink_);
}

LogFile::~LogFile() {
  auto& sinks = global_log().logger.sinks();
  sinks.erase(std::remove(sinks.begin(), sinks.end(), sink_), sinks.end());
}

void show_status(std::string_view line) {
  global_log().terminal->set_status(line);
}

bool stderr_is_terminal() {
  return is_capable_terminal(STDERR_FILENO);
}

bool use_colours(int file_descriptor) {
  const char* no_colour = std::getenv("NO_COLOR");
  return is_capable_terminal(file_descriptor) && (no_colour == nullptr || *no_colour == '\0');
}

}  // namespace actlab
