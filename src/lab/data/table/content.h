#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lab/data/csv_table.h"
#include "lab/data/table/cell_scanner.h"
#include "lab/data/table/cell_value.h"
#include "lab/data/table/column.h"
#include "lab/data/table/file_text.h"
#include "lab/data/table/first_lines.h"

namespace actlab {

/// What a table has of its file. Keeps the text: names of levels point into it, and messages show cells.
struct CsvTable::Content {
  /// Reads the file in one pass.
  Content(const std::string& file, const CsvFormat& given);

  const CsvColumn& column(std::int64_t i) const { return columns.at(static_cast<std::size_t>(i)); }
  const char* start_of(std::int64_t row) const {
    return text.text().data() + row_starts.at(static_cast<std::size_t>(row));
  }

  FileText text;
  CsvFormat format;
  char delimiter;  ///< that of the line `sep=;`, if there is one
  MissingTexts missing;
  std::vector<std::string> names, notes;
  std::vector<CsvColumn> columns;
  std::vector<std::size_t> row_starts;  ///< positions in the text

 private:
  void read_rows(const FirstLines& first);
  void add(CellScanner& scanner, CsvColumn& column);
  void take_names(const FirstLines& first);
  void check_delimiter(const FirstLines& first) const;
  void check_counts(const FirstLines& first) const;
  void check_title(const FirstLines& first, const std::vector<std::string>& first_row) const;
  [[noreturn]] void fail_unequal(const FirstLines& first, const char* row, std::size_t cells) const;
};

}  // namespace actlab
