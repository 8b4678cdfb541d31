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
