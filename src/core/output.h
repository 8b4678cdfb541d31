#pragma once

#include <fmt/format.h>

#include <string_view>
#include <utility>

/// Results, on stdout. Every write is checked; nothing else in src/ writes to stdout.
namespace actlab {

/// Writes to stdout. Characters that a terminal obeys or does not show are escaped (core/visible.h), but for line feeds
/// and the colours that actlab uses: names, cells and paths come from configs, files and records of others. Throws
/// std::runtime_error with the reason if it cannot be written (disk full), and ends the process as the signal SIGPIPE
/// does if nobody reads it any more.
void print_text(std::string_view text);

/// Formats and writes.
template <class... Args> void print(fmt::format_string<Args...> format, Args&&... args) {
  print_text(fmt::format(format, std::forward<Args>(args)...));
}

/// Writes what is still in the buffer of stdout, with the same exceptions.
void flush_output();

/// Opens /dev/null for those of stdin, stdout and stderr that are closed, so that no file that is opened later takes
/// their place and gets what is printed. Writing to such a stdout still fails. Beyond a limit of file sizes (`ulimit
/// -f`), writing fails from now on, and does not end the process.
void reserve_standard_streams();

}  // namespace actlab
