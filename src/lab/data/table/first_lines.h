#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/data/csv_table.h"
#include "lab/data/table/file_text.h"

namespace actlab {

/// Where a table begins, and what its first line says.
struct FirstLines {
  char delimiter;                    ///< that of the line `sep=;`, if there is one
  const char* header = nullptr;      ///< where the line of names starts, if there is one
  const char* rows = nullptr;        ///< where the first row starts
  std::vector<std::string> names{};  ///< empty if the table has no header
  std::vector<std::string> notes{};
};

/// Reads the line `sep=;`, goes over the lines to skip, and reads the header.
FirstLines read_first_lines(const FileText& file, const CsvFormat& format);

/// The delimiter's name in a config, such as "semicolon".
std::string_view delimiter_name(char delimiter);

/// "set delimiter: semicolon, decimal: comma" if another delimiter gives all of the first rows the same number of
/// cells, at least two; empty if none does.
std::string propose_delimiter(const FileText& file, const FirstLines& first);

/// The message about a header of another length than the rows, with a proposal where there is one. `first_row` are the
/// cells of the first row, which may be the header.
std::string unequal_header(const FileText& file, const FirstLines& first, const std::vector<std::string>& first_row);

/// Whether the header is the first line of scikit-learn's files: the number of rows, the number of features, and
/// perhaps the names of the classes.
bool counts_rows(const std::vector<std::string>& names, std::int64_t rows, std::int64_t columns);

}  // namespace actlab
