#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <string_view>
#include <utility>

/// Messages about the program's work: on stderr, and in the log file if one is open. Results go to stdout and are not
/// logged. Safe to call from any thread.
namespace actlab {

enum class LogLevel { info, warning, error };

/// Logs one or more lines; what cannot be seen is escaped (core/visible.h). On a terminal they appear above the status
/// line.
void log_text(LogLevel level, std::string_view text);

template <class... Args> void log_info(fmt::format_string<Args...> format, Args&&... args) {
  log_text(LogLevel::info, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args> void log_warning(fmt::format_string<Args...> format, Args&&... args) {
  log_text(LogLevel::warning, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args> void log_error(fmt::format_string<Args...> format, Args&&... args) {
  log_text(LogLevel::error, fmt::format(format, std::forward<Args>(args)...));
}

/// Quiet: stderr shows only warnings and errors. The log file still gets everything.
void set_quiet(bool quiet);

/// A log file, open for the lifetime of this object. Each line has its time (UTC) and level. Throws std::runtime_error
/// if the file cannot be opened, or is a symbolic link.
class LogFile {
 public:
  explicit LogFile(const std::filesystem::path& path);
  ~LogFile();
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

 private:
  class Sink;
  std::shared_ptr<Sink> sink_;
};

/// Shows a line that stays at the bottom of the terminal below the log; an empty line removes it. Does nothing if
/// stderr is not a terminal.
void show_status(std::string_view line);

/// Whether stderr is a terminal that can move its cursor (TERM is not "dumb").
bool stderr_is_terminal();

/// Whether output to this file descriptor may be coloured: a terminal, and NO_COLOR is not set (https://no-color.org).
bool use_colours(int file_descriptor);

}  // namespace actlab
