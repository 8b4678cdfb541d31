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
  /// A scanner whose next row is this one. Few places are kept, because one for each row is as large as a column.
  CellScanner scanner_at(std::int64_t row) const;
  /// Whether a cell that is not a number has no value.
  bool is_missing(const std::string& cell) const {
    return missing.has(cell) || parse_cell(cell, format.numbers).has_value();
  }

  FileText text;
  CsvFormat format;
  char delimiter;  ///< that of the line `sep=;`, if there is one
  MissingTexts missing;
  std::vector<std::string> names, notes;
  std::vector<CsvColumn> columns;
  std::int64_t rows = 0;

 private:
  static constexpr std::int64_t rows_per_mark = 16;

  void read_rows(const FirstLines& first);
  void add(CellScanner& scanner, CsvColumn& column);
  void take_names(const FirstLines& first);
  void check_delimiter(const FirstLines& first) const;
  void check_counts(const FirstLines& first) const;
  void check_title(const FirstLines& first, const std::vector<std::string>& first_row) const;
  [[noreturn]] void fail_unequal(const FirstLines& first, const char* row, std::size_t cells) const;

  std::vector<std::size_t> marks_;  // where each 16th row starts in the text
};

}  // namespace actlab
