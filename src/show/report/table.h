#pragma once

#include <string>
#include <vector>

namespace actlab {

/// Text in columns, for a terminal: a header, rows, each column as wide as its widest cell.
class Table {
 public:
  enum class Align { left, right };
  struct Column {
    std::string title;
    Align align = Align::right;
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// One cell a column.
  void add_row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

  /// The lines, each ended by a newline; the header bold where `bold_header`. A column without a single cell of text is
  /// left out.
  std::string to_string(bool bold_header) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// Columns that UTF-8 text takes on a terminal.
std::size_t display_width(const std::string& text);

}  // namespace actlab
