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
  const char* begin = nullptr;       ///< the line after `sep=;`, from which lines to skip are counted
  const char* header = nullptr;      ///< where the line of names starts, if there is one
  const char* rows = nullptr;        ///< where the first row starts
  std::vector<std::string> names{};  ///< empty if the table has no header
  std::vector<std::string> notes{};
};

/// Reads the line `sep=;`, goes over the lines to skip, and reads the header.
FirstLines read_first_lines(const FileText& file, const CsvFormat& format);

/// The delimiter's name in a config, such as "semicolon".
std::string_view delimiter_name(char delimiter);

/// The format with another delimiter, and perhaps decimal commas, that gives all of the first rows the same number of
/// cells, at least two; nothing if there is none.
std::optional<CsvFormat> propose_delimiter(const FileText& file, const FirstLines& first, const CsvFormat& format);

/// The format in which the table begins with the line at `row`, if the lines from there on have the same number of
/// cells, at least two.
std::optional<CsvFormat> propose_skip(const FileText& file, const FirstLines& first, const CsvFormat& format,
                                      const char* row);

/// The lines to skip for a table that begins at `row`.
std::int64_t lines_before(const FileText& file, const FirstLines& first, const char* row);

/// Throws UnreadableTable for a header of another length than the rows. `first_row` are the cells of the first row.
[[noreturn]] void fail_header(const FileText& file, const FirstLines& first, const CsvFormat& format,
                              const std::vector<std::string>& first_row);

/// Whether the header is the first line of scikit-learn's files: the number of rows, the number of features, and
/// perhaps the names of the classes. The names of the columns may be the first of the `rows`.
bool counts_rows(const std::vector<std::string>& names, std::int64_t rows, std::int64_t columns);

}  // namespace actlab
