#include "core/log.h"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
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
    if (message.level == spdlog::level::warn) out += colours_ ? "\x1b[33mwarning:\x1b[0m " : "warning: ";
    if (message.level == spdlog::level::err) out += colours_ ? "\x1b[31merror:\x1b[0m " : "error: ";
    out += text;
    out += '\n';
    write(out + status_);
  }
  void flush_() override { std::fflush(stderr); }

 private:
  static inline const std::string clear_line = "\r\x1b[K";

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

struct LogFile::Sink {
  std::shared_ptr<spdlog::sinks::basic_file_sink_mt> file;
};

LogFile::LogFile(const std::filesystem::path& path) : sink_(std::make_unique<Sink>()) {
  try {
    sink_->file = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path.string());
  } catch (const spdlog::spdlog_ex& error) {
    throw std::runtime_error(fmt::format("cannot write the log {}: {}", path.string(), error.what()));
  }
  sink_->file->set_formatter(
      std::make_unique<spdlog::pattern_formatter>("%Y-%m-%dT%H:%M:%S.%eZ %l: %v", spdlog::pattern_time_type::utc));
  global_log().logger.sinks().push_back(sink_->file);
}

LogFile::~LogFile() {
  auto& sinks = global_log().logger.sinks();
  sinks.erase(std::remove(sinks.begin(), sinks.end(), sink_->file), sinks.end());
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
