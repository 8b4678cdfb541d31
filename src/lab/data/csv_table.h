#pragma once

#include <string>
#include <vector>

#include "lab/data/column_field.h"

namespace actlab {

/// A CSV file as text: every row has a cell for each name.
struct CsvTable {
  struct Row {
    int line;  ///< of the file, from 1
    std::vector<std::string> cells;
  };
  std::string file;
  std::vector<std::string> names;  ///< from the header; "column 0", "column 1" … where there is none
  std::vector<Row> rows;
};

/// Reads a file as RFC 4180 has it: quoted cells may hold delimiters, line breaks and doubled quotes; lines end in LF
/// or CRLF; blank lines, a byte order mark and blanks around unquoted cells are passed over. Throws UsageError for a
/// file that cannot be read, has no rows, a stray or unclosed quote, or rows of unequal length, and where `header` and
/// the first line contradict each other.
CsvTable read_csv(const std::string& file, char delimiter, bool header);

/// The index of the column that the field names. Throws UsageError where the table has none such, or several.
std::size_t find_column(const CsvTable& table, const ColumnField& column);

}  // namespace actlab
