#include "lab/data/csv_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
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
  return content_->rows;
}

std::int64_t CsvTable::columns() const {
  return std::ssize(content_->columns);
}

const std::vector<std::string>& CsvTable::names() const {
  return content_->names;
}

int CsvTable::line(std::int64_t row) const {
  CellScanner scanner = content_->scanner_at(row);
  scanner.next_row();
  return content_->text.line(scanner.row());
}

std::string CsvTable::cell(std::int64_t row, std::int64_t column) const {
  CellScanner scanner = content_->scanner_at(row);
  scanner.next_row();
  for (std::int64_t i = 0; i <= column; ++i) scanner.take_text();
  return scanner.text();
}

bool CsvTable::is_missing(std::int64_t row, std::int64_t column) const {
  if (counts(column).missing == 0 || !std::isnan(numbers(column)[static_cast<std::size_t>(row)])) return false;
  return counts(column).texts == 0 || content_->is_missing(cell(row, column));
}

std::span<const double> CsvTable::numbers(std::int64_t column) const {
  return content_->column(column).numbers();
}

CsvTable::Counts CsvTable::counts(std::int64_t column) const {
  return content_->column(column).counts();
}

CsvTable::Texts CsvTable::texts(std::int64_t column) const {
  Texts texts;
  if (content_->column(column).find_texts(texts)) return texts;
  CsvColumn read;
  CellScanner scanner = content_->scanner_at(0);
  for (const double number : numbers(column)) {
    scanner.next_row();
    for (std::int64_t i = 0; i <= column; ++i) scanner.take_text();
    if (std::isnan(number) && content_->is_missing(scanner.text())) {
      read.add_missing();
    } else {
      read.add_text(scanner.cell());
    }
    while (scanner.has_more()) scanner.take_text();
  }
  if (read.find_texts(texts)) texts.read.assign(texts.codes.begin(), texts.codes.end());
  texts.read.resize(static_cast<std::size_t>(rows()), -1);  // of a column without values
  texts.codes = texts.read;
  return texts;
}

bool CsvTable::name_is_number(std::int64_t column) const {
  return content_->format.header && parse_cell(names()[static_cast<std::size_t>(column)]).has_value();
}

std::optional<NumberFormat> CsvTable::number_proposal(std::int64_t column) const {
  const NumberFormat& current = content_->format.numbers;
  if (counts(column).texts == 0 || current.thousands) return std::nullopt;
  const Texts all = texts(column);
  // With marks first: 1,234 is a number with a decimal comma too, but not one with another comma or a point.
  const std::vector<NumberFormat> formats = current.decimal == '.'
                                                ? std::vector<NumberFormat>{{'.', ','}, {',', std::nullopt}, {',', '.'}}
                                                : std::vector<NumberFormat>{{',', '.'}};
  const auto fits = [&](const NumberFormat& format) {
    return std::all_of(all.levels.begin(), all.levels.end(),
                       [&](const std::string& level) { return parse_cell(level, format).has_value(); });
  };
  const auto found = std::find_if(formats.begin(), formats.end(), fits);
  return found == formats.end() ? std::nullopt : std::optional(*found);
}

std::vector<std::string> CsvTable::missing_texts() const {
  const auto has = [&](const MissingTexts& missing, const std::string& text) {
    const auto number = parse_cell(text, content_->format.numbers);
    return missing.has(text) || (number && missing.has(*number));
  };
  std::set<std::string> found;
  CellScanner scanner = content_->scanner_at(0);
  for (std::int64_t row = 0; scanner.next_row(); ++row) {
    std::int64_t column = 0;
    do {
      scanner.take_text();
      const bool may_be = column < columns() && std::isnan(numbers(column++)[static_cast<std::size_t>(row)]);
      if (may_be && !scanner.cell().empty() && has(content_->missing, scanner.text())) found.insert(scanner.text());
    } while (scanner.has_more());
  }
  std::vector<std::string> texts;
  std::copy_if(content_->format.missing.begin(), content_->format.missing.end(), std::back_inserter(texts),
               [&](const std::string& text) {
                 const MissingTexts missing({text});
                 return std::any_of(found.begin(), found.end(), [&](const auto& cell) { return has(missing, cell); });
               });
  return texts;
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
