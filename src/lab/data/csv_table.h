#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "lab/data/column_field.h"

namespace actlab {

/// The texts that mean "no value" if nothing else is said: those of pandas.read_csv ("NA", "N/A", "NaN", "null", …).
/// The empty cell is always missing.
const std::vector<std::string>& default_missing_texts();

/// How a file writes numbers.
struct NumberFormat {
  char decimal = '.';               ///< ',' for decimal: comma
  std::optional<char> thousands{};  ///< a mark between groups of three digits

  bool is_plain() const { return decimal == '.' && !thousands; }
  bool operator==(const NumberFormat&) const = default;
};

/// How to read a file.
struct CsvFormat {
  char delimiter = ',';
  bool header = true;
  std::int64_t skip = 0;  ///< lines before the table
  NumberFormat numbers{};
  /// Texts that mean "no value", besides the empty cell. A number in this list stands for all its spellings: -999 also
  /// matches a cell of -999.0.
  std::vector<std::string> missing = default_missing_texts();

  bool operator==(const CsvFormat&) const = default;
};

/// A file that cannot be read as a table, with the format in which it seems to be one, if there is such a format.
class UnreadableTable : public UsageError {
 public:
  UnreadableTable(const std::string& message, std::optional<CsvFormat> proposal)
      : UsageError(message), proposal_(std::move(proposal)) {}
  const std::optional<CsvFormat>& proposal() const { return proposal_; }

 private:
  std::optional<CsvFormat> proposal_;
};

/// A CSV file read by columns: numbers as float64, texts as indices of their levels. Every row has a cell in every
/// column. Rows and columns count from 0; the header is not a row.
class CsvTable {
 public:
  /// How many cells of a column are numbers, missing, or anything else.
  struct Counts {
    std::int64_t numbers = 0, missing = 0, texts = 0;
    std::int64_t levels = 0;  ///< the number of distinct texts of a column without numbers; 0 for any other
  };
  /// A column as text: the distinct texts in the order of their first rows, and for each row the index of its text, or
  /// -1 where the cell is missing. Numbers are texts too, as they are written: "9" and "9.0" are two.
  struct Texts {
    std::vector<std::string> levels;
    std::span<const std::int32_t> codes;  ///< [rows], in the table, or in `read`

    Texts() = default;
    Texts(Texts&&) = default;  // the codes stay where they are; a copy would have those of the original
    Texts& operator=(Texts&&) = default;
    std::vector<std::int32_t> read;  ///< the codes of a column that begins with a number
  };

  const std::string& file() const;
  std::int64_t rows() const;
  std::int64_t columns() const;
  /// From the header; "column 0", "column 1" … if there is none. A name may be empty, and names may repeat.
  const std::vector<std::string>& names() const;
  /// The line of the file on which a row starts, from 1. Counts line ends: for messages.
  int line(std::int64_t row) const;
  /// Without quotes and without blanks around it. Scans the row: for messages, and for few cells.
  std::string cell(std::int64_t row, std::int64_t column) const;
  bool is_missing(std::int64_t row, std::int64_t column) const;
  /// [rows]. NaN where the cell is missing or not a number. May have infinities ("inf", "1e999"), as pandas has.
  std::span<const double> numbers(std::int64_t column) const;
  Counts counts(std::int64_t column) const;
  Texts texts(std::int64_t column) const;

  /// Whether the file's first line, taken as names, has a number in this column: if all features have one, the first
  /// sample was probably taken for the header. False if the file was read without a header.
  bool name_is_number(std::int64_t column) const;
  /// The format with which the texts of a column would be numbers: a decimal comma for a column that has `1,5`, commas
  /// between thousands for one that has `1,234`. Nothing if there is none, or if every text is a number already.
  std::optional<NumberFormat> number_proposal(std::int64_t column) const;
  /// Those of the format's missing texts that the table has, in the order of the format.
  std::vector<std::string> missing_texts() const;

  /// XXH3's 128 bits of the file's bytes, as `xxh128sum FILE` prints them: 32 hexadecimal digits.
  const std::string& content_hash() const;
  /// What was recognised in the file, for the plan: a byte order mark, UTF-16, a line `sep=;`, the kind of line ends,
  /// names of rows. Each is a phrase such as "UTF-16 with a byte order mark".
  const std::vector<std::string>& notes() const;

  struct Content;
  explicit CsvTable(std::shared_ptr<const Content> content);

 private:
  std::shared_ptr<const Content> content_;  // shared, so that a table is cheap to pass on
};

/// Reads a file according to RFC 4180: quoted cells may contain delimiters, line breaks and doubled quotes. Lines end
/// in LF, CRLF or CR. Ignores blank lines, and blanks around cells. A row of more cells than the header by one has the
/// name of the row first (R's write.table): that column has no name. Throws UsageError, which says file, line and
/// column, if the file cannot be read, is not valid UTF-8 (or UTF-16 with a byte order mark), has no rows, or a stray
/// or unclosed quote. Throws UnreadableTable if rows have different lengths, if the first line seems to be no header,
/// or if there seems to be another delimiter.
CsvTable read_csv(const std::string& file, const CsvFormat& format);

/// The index of the column that the field names. Throws UsageError if there is none, or more than one.
std::int64_t find_column(const CsvTable& table, const ColumnField& column);

}  // namespace actlab
