#pragma once

#include <fmt/compile.h>
#include <fmt/format.h>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <string_view>

namespace actlab {

/// Formats lines of a CSV file (RFC 4180, with "\n" as line break) cell by cell.
class CsvLine {
 public:
  /// Adds a text, in quotes if necessary. One that a spreadsheet would execute as a formula gets an apostrophe before
  /// it, which makes it a text there (source: OWASP, CSV injection).
  CsvLine& operator<<(std::string_view text);
  CsvLine& operator<<(std::integral auto number) { return cell_of(number); }
  /// Adds the shortest digits that read back as the same number, or an empty cell for NaN.
  CsvLine& operator<<(std::floating_point auto number) {
    return std::isnan(number) ? *this << std::string_view() : cell_of(number);
  }

  /// Makes the current cells the beginning of every following line.
  void keep_as_prefix();

  /// The line including its line break, valid until the next cell is added, which begins a new line.
  std::string_view end();

 private:
  void begin_cell() {
    if (is_complete_) begin_line();
    if (cells_++ > 0) line_.push_back(',');
  }
  void begin_line();
  CsvLine& append_text(std::string_view text);

  // Parsing the format string at compile time and growing the buffer once are what makes this fast.
  CsvLine& cell_of(auto number) {
    constexpr std::size_t max_characters = 32;  // -1.2345678901234567e-308 has 24
    begin_cell();
    const std::size_t begin = line_.size();
    line_.resize(begin + max_characters);
    const char* end = fmt::format_to(line_.data() + begin, FMT_COMPILE("{}"), number);
    line_.resize(static_cast<std::size_t>(end - line_.data()));
    return *this;
  }

  fmt::memory_buffer line_;
  int cells_ = 0;
  bool is_complete_ = false;
  std::size_t prefix_ = 0;  // number of characters that every line begins with
  int prefix_cells_ = 0;
};

}  // namespace actlab
