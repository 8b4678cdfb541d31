#include "lab/record/csv.h"

namespace actlab {

CsvLine& CsvLine::operator<<(std::string_view text) {
  begin_cell();
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

void CsvLine::begin_all() {
  if (is_complete_) begin_line();
  beginning_ = line_.size();
  beginning_cells_ = cells_;
}

void CsvLine::begin_line() {
  line_.resize(beginning_);
  cells_ = beginning_cells_;
  is_complete_ = false;
}

std::string_view CsvLine::end() {
  if (is_complete_) begin_line();
  line_.push_back('\n');
  is_complete_ = true;
  return {line_.data(), line_.size()};
}

}  // namespace actlab
