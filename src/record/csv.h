#pragma once

#include <fmt/compile.h>
#include <fmt/format.h>

#include <cmath>
#include <concepts>
#include <string>
#include <string_view>

namespace actlab {

/// Lines of a CSV file (RFC 4180, with a bare newline), one after the other, cell by cell.
class CsvLine {
 public:
  /// Text is quoted where it must be.
  CsvLine& operator<<(std::string_view text);
  CsvLine& operator<<(std::integral auto number) { return cell_of(number); }
  /// The shortest digits that read back as the same number; nothing for NaN.
  CsvLine& operator<<(std::floating_point auto number) {
    return std::isnan(number) ? *this << std::string_view() : cell_of(number);
  }

  /// The line with its newline, valid until the next cell, which begins another.
  std::string_view end();

 private:
  void begin_cell();

  // Format strings that are read when a program runs took longer than the numbers.
  CsvLine& cell_of(auto number) {
    char digits[40];
    begin_cell();
    line_.append(digits, fmt::format_to(digits, FMT_COMPILE("{}"), number));
    return *this;
  }

  std::string line_;
  bool has_cells_ = false;
};

}  // namespace actlab
