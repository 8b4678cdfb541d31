#pragma once

#include <fmt/format.h>

#include <cmath>
#include <concepts>
#include <string>
#include <string_view>

namespace actlab {

/// One line of a CSV file (RFC 4180, with a bare newline), cell by cell.
class CsvLine {
 public:
  /// Text is quoted where it must be.
  CsvLine& operator<<(std::string_view text);
  CsvLine& operator<<(std::integral auto number) { return cell(fmt::format("{}", number)); }
  /// The shortest digits that read back as the same number; nothing for NaN.
  CsvLine& operator<<(std::floating_point auto number) {
    return cell(std::isnan(number) ? std::string() : fmt::format("{}", number));
  }

  /// The line with its newline.
  std::string str() const { return line_ + '\n'; }

 private:
  CsvLine& cell(std::string_view text);

  std::string line_;
  bool empty_ = true;
};

}  // namespace actlab
