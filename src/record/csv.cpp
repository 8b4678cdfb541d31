#include "record/csv.h"

namespace actlab {

CsvLine& CsvLine::operator<<(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return cell(text);
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return cell(quoted + '"');
}

CsvLine& CsvLine::cell(std::string_view text) {
  if (!empty_) line_ += ',';
  empty_ = false;
  line_ += text;
  return *this;
}

}  // namespace actlab
