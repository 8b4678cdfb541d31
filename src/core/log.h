#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <string_view>
#include <utility>

/// What the program says of its work: on stderr, and in the log file while there is one. Results go to stdout and are
/// not logged. Any thread may log.
namespace actlab {

enum class LogLevel { info, warning, error };

/// Logs one or several lines. On a terminal they appear above the status line.
void log_text(LogLevel level, std::string_view text);

template <class... Args>
void log_info(fmt::format_string<Args...> format, Args&&... args) {
  log_text(LogLevel::info, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void log_warning(fmt::format_string<Args...> format, Args&&... args) {
  log_text(LogLevel::warning, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void log_error(fmt::format_string<Args...> format, Args&&... args) {
  log_text(LogLevel::error, fmt::format(format, std::forward<Args>(args)...));
}

/// Quiet: stderr shows warnings and errors only. The log file still gets everything.
void set_quiet(bool quiet);

/// Adds to a log file, each line with its time (UTC) and level, for as long as it lives. Throws std::runtime_error
/// where the file cannot be opened.
class LogFile {
 public:
  explicit LogFile(const std::filesystem::path& path);
  ~LogFile();
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

 private:
  struct Sink;
  std::unique_ptr<Sink> sink_;
};

/// Shows one line at the bottom of the terminal that stays there while others are logged above it; an empty one takes
/// it away. Does nothing where stderr is not a terminal.
void show_status(std::string_view line);

/// Whether stderr is a terminal that can move its cursor (TERM is not "dumb").
bool stderr_is_terminal();

/// Whether output to this file descriptor may be coloured: a terminal, and NO_COLOR is not set (https://no-color.org).
bool use_colours(int file_descriptor);

}  // namespace actlab
