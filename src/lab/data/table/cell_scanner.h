#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "lab/data/table/file_text.h"

namespace actlab {

/// Walks over the cells of a CSV text, row by row:
///
///   while (scanner.next_row()) do { scanner.take_text(); … scanner.cell() } while (scanner.has_more());
///
/// With a space as the delimiter, any number of blanks separates two cells.
class CellScanner {
 public:
  /// From the beginning of the text, or from where a row starts.
  CellScanner(const FileText& file, char delimiter);
  CellScanner(const FileText& file, char delimiter, const char* from);

  /// Goes to the next line that is not blank; false at the end of the text.
  bool next_row();
  /// Where the row starts.
  const char* row() const { return row_; }
  /// Takes the next cell if it is a number of digits, with a point and an exponent, without quotes. Such a cell is
  /// scanned once: where the number ends, the cell must end.
  bool take_number(double& value);
  /// Takes the next cell. Throws UsageError for a stray or unclosed quote.
  void take_text();
  /// Whether the row has another cell.
  bool has_more() const { return more_; }

  /// The cell taken last, without quotes, but with the quotes in it still doubled.
  std::string_view cell() const { return cell_; }
  /// The cell taken last.
  std::string text() const { return unescaped(cell_); }
  static std::string unescaped(std::string_view cell);

 private:
  enum class Kind : std::uint8_t { ordinary, blank, end, quote };

  Kind kind(char c) const { return kinds_[static_cast<unsigned char>(c)]; }
  const char* skip_blanks(const char* p) const {
    while (kind(*p) == Kind::blank) ++p;
    return p;
  }
  bool ends_cell(const char* p) const;
  void finish(const char* p);
  void take_quoted(const char* open);
  void take_plain(const char* begin);

  const FileText& file_;
  char delimiter_;
  std::array<Kind, 256> kinds_{};
  const char* next_;
  const char* row_;
  bool more_ = false;
  std::string_view cell_;
};

}  // namespace actlab
