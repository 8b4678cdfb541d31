#pragma once

#include <string>
#include <vector>

#include "lab/data/column_field.h"

namespace actlab {

/// A CSV file as text. Every row has one cell for each name.
struct CsvTable {
  struct Row {
    int line;  ///< of the file, from 1
    std::vector<std::string> cells;
  };
  std::string file;
  std::vector<std::string> names;  ///< from the header; "column 0", "column 1" … if there is none
  std::vector<Row> rows;
};

/// Reads a file according to RFC 4180: quoted cells may contain delimiters, line breaks and doubled quotes; lines end
/// in LF or CRLF. Ignores blank lines, a byte order mark and blanks around unquoted cells. Throws UsageError if the
/// file cannot be read or has no rows, a stray or unclosed quote or rows of different lengths, or if `header` and the
/// first line contradict each other.
CsvTable read_csv(const std::string& file, char delimiter, bool header);

/// The index of the column that the field names. Throws UsageError if there is none, or more than one.
std::size_t find_column(const CsvTable& table, const ColumnField& column);

}  // namespace actlab
