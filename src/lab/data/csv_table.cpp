#include "lab/data/csv_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "core/error.h"
#include "lab/data/table/cell_scanner.h"
#include "lab/data/table/cell_value.h"
#include "lab/data/table/content.h"

namespace actlab {

const std::vector<std::string>& default_missing_texts() {
  static const std::vector<std::string> texts{"#N/A", "#N/A N/A", "#NA",     "-1.#IND", "-1.#QNAN", "-NaN",
                                              "-nan", "1.#IND",   "1.#QNAN", "<NA>",    "N/A",      "NA",
                                              "NULL", "NaN",      "None",    "n/a",     "nan",      "null"};
  return texts;
}

CsvTable::CsvTable(std::shared_ptr<const Content> content) : content_(std::move(content)) {}

const std::string& CsvTable::file() const {
  return content_->text.file();
}

std::int64_t CsvTable::rows() const {
  return std::ssize(content_->row_starts);
}

std::int64_t CsvTable::columns() const {
  return std::ssize(content_->columns);
}

const std::vector<std::string>& CsvTable::names() const {
  return content_->names;
}

int CsvTable::line(std::int64_t row) const {
  return content_->text.line(content_->start_of(row));
}

std::string CsvTable::cell(std::int64_t row, std::int64_t column) const {
  CellScanner scanner(content_->text, content_->delimiter, content_->start_of(row));
  scanner.next_row();
  for (std::int64_t i = 0; i <= column; ++i) scanner.take_text();
  return scanner.text();
}

bool CsvTable::is_missing(std::int64_t row, std::int64_t column) const {
  if (counts(column).missing == 0 || !std::isnan(numbers(column)[static_cast<std::size_t>(row)])) return false;
  return counts(column).texts == 0 || content_->missing.has(cell(row, column)) ||
         parse_cell(cell(row, column), content_->number_format).has_value();
}

std::span<const double> CsvTable::numbers(std::int64_t column) const {
  return content_->column(column).numbers();
}

CsvTable::Counts CsvTable::counts(std::int64_t column) const {
  return content_->column(column).counts();
}

CsvTable::Texts CsvTable::texts(std::int64_t column) const {
  if (auto texts = content_->column(column).texts()) return std::move(*texts);
  if (counts(column).missing == rows()) return {{}, std::vector<std::int32_t>(static_cast<std::size_t>(rows()), -1)};
  CsvColumn read;
  for (std::int64_t row = 0; row < rows(); ++row) {
    CellScanner scanner(content_->text, content_->delimiter, content_->start_of(row));
    scanner.next_row();
    for (std::int64_t i = 0; i <= column; ++i) scanner.take_text();
    if (is_missing(row, column)) {
      read.add_missing();
    } else {
      read.add_text(scanner.cell());
    }
  }
  return std::move(*read.texts());
}

bool CsvTable::name_is_number(std::int64_t column) const {
  return content_->has_header && parse_cell(names()[static_cast<std::size_t>(column)]).has_value();
}

std::string CsvTable::number_proposal(std::int64_t column) const {
  if (counts(column).texts == 0 || content_->number_format.thousands) return {};
  const Texts all = texts(column);
  const auto are_numbers = [&](NumberFormat format) {
    return std::all_of(all.levels.begin(), all.levels.end(),
                       [&](const std::string& level) { return parse_cell(level, format).has_value(); });
  };
  // With marks first: 1,234 is a number with a decimal comma too, but not one with another comma or a point.
  if (content_->number_format.decimal == '.') {
    if (are_numbers({'.', ','})) return "thousands: comma";
    if (are_numbers({',', std::nullopt})) return "decimal: comma";
    if (are_numbers({',', '.'})) return "decimal: comma, thousands: point";
    return {};
  }
  return are_numbers({',', '.'}) ? "thousands: point" : "";
}

const std::string& CsvTable::content_hash() const {
  return content_->text.hash();
}

const std::vector<std::string>& CsvTable::notes() const {
  return content_->notes;
}

CsvTable read_csv(const std::string& file, const CsvFormat& format) {
  return CsvTable(std::make_shared<const CsvTable::Content>(file, format));
}

std::int64_t find_column(const CsvTable& table, const ColumnField& column) {
  const std::int64_t columns = table.columns();
  if (const auto* index = std::get_if<std::int64_t>(&column.value())) {
    if (*index >= columns || *index < -columns) {
      throw UsageError(fmt::format("{}: no column {}; it has {}: 0 to {}, or {} to -1 from the end", table.file(),
                                   *index, columns, columns - 1, -columns));
    }
    return *index < 0 ? *index + columns : *index;
  }
  const std::string& name = std::get<std::string>(column.value());
  const auto& names = table.names();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    throw UsageError(fmt::format("{}: {}", table.file(), unknown_name("column", name, {names.begin(), names.end()})));
  }
  if (std::find(found + 1, names.end(), name) != names.end()) {
    throw UsageError(
        fmt::format("{}: more than one column is named '{}'; give the index of the one you mean", table.file(), name));
  }
  return found - names.begin();
}

}  // namespace actlab
