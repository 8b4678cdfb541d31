#include "record/csv.h"

namespace actlab {

CsvLine& CsvLine::operator<<(std::string_view text) {
  begin_cell();
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    line_ += text;
    return *this;
  }
  line_ += '"';
  for (const char c : text) line_ += c == '"' ? "\"\"" : std::string(1, c);
  line_ += '"';
  return *this;
}

std::string_view CsvLine::end() {
  if (!has_cells_) line_.clear();
  has_cells_ = false;
  return line_ += '\n';
}

void CsvLine::begin_cell() {
  if (has_cells_) {
    line_ += ',';
  } else {
    line_.clear();
    has_cells_ = true;
  }
}

}  // namespace actlab
