#include "lab/record/csv.h"

#include <charconv>
#include <string>
#include <system_error>

namespace actlab {

namespace {

// A spreadsheet executes a cell that begins with one of these characters as a formula, unless it is a number.
bool is_formula(std::string_view text) {
  if (text.empty() || std::string_view("=+-@\t\r").find(text[0]) == std::string_view::npos) return false;
  const std::string_view digits = text.substr(text[0] == '+' ? 1 : 0);
  double number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return error == std::errc::invalid_argument || end != digits.data() + digits.size();
}

}  // namespace

CsvLine& CsvLine::operator<<(std::string_view text) {
  begin_cell();
  if (is_formula(text)) return append_text(std::string("'").append(text));
  return append_text(text);
}

CsvLine& CsvLine::append_text(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    line_.append(text);
    return *this;
  }
  line_.push_back('"');
  for (const char c : text) {
    if (c == '"') line_.push_back('"');
    line_.push_back(c);
  }
  line_.push_back('"');
  return *this;
}

void CsvLine::keep_as_prefix() {
  if (is_complete_) begin_line();
  prefix_ = line_.size();
  prefix_cells_ = cells_;
}

void CsvLine::begin_line() {
  line_.resize(prefix_);
  cells_ = prefix_cells_;
  is_complete_ = false;
}

std::string_view CsvLine::end() {
  if (is_complete_) begin_line();
  line_.push_back('\n');
  is_complete_ = true;
  return {line_.data(), line_.size()};
}

}  // namespace actlab
