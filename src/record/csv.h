#pragma once

#include <fmt/format.h>

#include <cmath>
#include <concepts>
#include <iterator>
#include <string>
#include <string_view>

namespace actlab {

/// Lines of a CSV file (RFC 4180, with a bare newline), one after the other, cell by cell.
class CsvLine {
 public:
  /// Text is quoted where it must be.
  CsvLine& operator<<(std::string_view text);
  CsvLine& operator<<(std::integral auto number) {
    begin_cell();
    fmt::format_to(std::back_inserter(line_), "{}", number);
    return *this;
  }
  /// The shortest digits that read back as the same number; nothing for NaN.
  CsvLine& operator<<(std::floating_point auto number) {
    begin_cell();
    if (!std::isnan(number)) fmt::format_to(std::back_inserter(line_), "{}", number);
    return *this;
  }

  /// The line with its newline, valid until the next cell, which begins another.
  std::string_view end();

 private:
  void begin_cell();

  std::string line_;
  bool has_cells_ = false;
};

}  // namespace actlab
