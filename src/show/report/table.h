#pragma once

#include <string>
#include <vector>

namespace actlab {

/// A text table for a terminal. Each column is as wide as its widest cell.
class Table {
 public:
  enum class Align { left, right };
  struct Column {
    std::string title;
    Align align = Align::right;
  };

  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// Adds a row with one cell per column.
  void add_row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

  /// The header and the rows, one per line. Omits columns whose cells are all empty.
  std::string to_string(bool bold_header) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// Width of UTF-8 text on a terminal, in columns.
std::size_t display_width(const std::string& text);

}  // namespace actlab
