#pragma once

#include <fmt/compile.h>
#include <fmt/format.h>

#include <cmath>
#include <concepts>
#include <cstddef>
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

  /// Every line from here on begins with the cells that this one has so far.
  void begin_all();

  /// The line with its newline, valid until the next cell, which begins another.
  std::string_view end();

 private:
  void begin_cell() {
    if (is_complete_) begin_line();
    if (cells_++ > 0) line_.push_back(',');
  }
  void begin_line();

  // Format strings that are read when a program runs took longer than the numbers, and so did asking for room at each
  // character.
  CsvLine& cell_of(auto number) {
    constexpr std::size_t most_characters = 32;  // -1.2345678901234567e-308 has 24
    begin_cell();
    const std::size_t begin = line_.size();
    line_.resize(begin + most_characters);
    const char* end = fmt::format_to(line_.data() + begin, FMT_COMPILE("{}"), number);
    line_.resize(static_cast<std::size_t>(end - line_.data()));
    return *this;
  }

  fmt::memory_buffer line_;
  int cells_ = 0;
  bool is_complete_ = false;
  std::size_t beginning_ = 0;  // characters that every line begins with
  int beginning_cells_ = 0;
};

}  // namespace actlab
