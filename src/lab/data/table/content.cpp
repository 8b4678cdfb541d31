#include "lab/data/table/content.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/error.h"

namespace actlab {
namespace {

std::vector<std::string> first_row_of(const FileText& file, const FirstLines& first) {
  CellScanner scanner(file, first.delimiter, first.rows);
  std::vector<std::string> cells;
  scanner.next_row();
  do {
    scanner.take_text();
    cells.push_back(scanner.text());
  } while (scanner.has_more());
  return cells;
}

// From the length of the first rows, with some room. Memory that is reserved but not used costs nothing.
std::size_t expected_rows(const FileText& file, const FirstLines& first, std::size_t columns) {
  constexpr std::size_t sample = 100;
  std::size_t rows = 0;
  const char* end = first.rows;
  for (; rows < sample && *end != '\0'; ++rows) {
    while (*end != '\0' && *end++ != '\n') {
    }
  }
  const auto text_end = file.text().data() + file.text().size();
  // A row has a byte for each cell at least, so that blank lines at the beginning cannot make this huge.
  const double length =
      std::max(static_cast<double>(end - first.rows) / static_cast<double>(rows), static_cast<double>(columns));
  return static_cast<std::size_t>(static_cast<double>(text_end - first.rows) / length * 1.05) + 1;
}

}  // namespace

CsvTable::Content::Content(const std::string& file, const CsvFormat& given)
    : text(file), format(given), delimiter(given.delimiter), missing(given.missing) {
  FirstLines first = read_first_lines(text, format);
  delimiter = first.delimiter;
  notes = std::move(first.notes);
  read_rows(first);
  take_names(first);
}

void CsvTable::Content::read_rows(const FirstLines& first) {
  columns.resize(first_row_of(text, first).size());
  const std::size_t expected = expected_rows(text, first, columns.size());
  for (CsvColumn& column : columns) column.reserve(expected);
  marks_.reserve(expected / rows_per_mark + 1);
  CellScanner scanner(text, delimiter, first.rows);
  while (scanner.next_row()) {
    if (rows++ % rows_per_mark == 0) marks_.push_back(static_cast<std::size_t>(scanner.row() - text.text().data()));
    std::size_t cells = 0;
    do {
      if (cells < columns.size()) {
        add(scanner, columns[cells]);
      } else {
        scanner.take_text();
      }
      ++cells;
    } while (scanner.has_more());
    if (cells != columns.size()) fail_unequal(first, scanner.row(), cells);
  }
}

CellScanner CsvTable::Content::scanner_at(std::int64_t row) const {
  CellScanner scanner(text, delimiter, text.text().data() + marks_.at(static_cast<std::size_t>(row / rows_per_mark)));
  for (std::int64_t before = row % rows_per_mark; before > 0; --before) {
    scanner.next_row();
    do {
      scanner.take_text();
    } while (scanner.has_more());
  }
  return scanner;
}

void CsvTable::Content::add(CellScanner& scanner, CsvColumn& column) {
  double value = 0;
  if (!format.numbers.is_plain() || !scanner.take_number(value)) {
    scanner.take_text();
    const std::string_view cell = scanner.cell();
    const auto number = parse_cell(cell, format.numbers);
    if (!number) return missing.has(cell) ? column.add_missing() : column.add_text(cell);
    value = *number;
  }
  if (missing.has(value)) return column.add_missing();
  column.add_number(value, scanner.cell());
}

void CsvTable::Content::fail_unequal(const FirstLines& first, const char* row, std::size_t cells) const {
  const std::string found = fmt::format("{}:{}: found {} cells; every row must have {}, like the first line",
                                        text.file(), text.line(row), cells, columns.size());
  if (const auto proposal = propose_delimiter(text, first, format))
    throw UnreadableTable(fmt::format("{}. With another delimiter they have", found), proposal);
  if (const auto proposal = propose_skip(text, first, format, row))
    throw UnreadableTable(fmt::format("{}. The table seems to begin here", found), proposal);
  throw UnreadableTable(found + " (put a cell that has a delimiter in quotes)", std::nullopt);
}

void CsvTable::Content::check_delimiter(const FirstLines& first) const {
  if (columns.size() > 1 && (!format.header || first.names.size() == columns.size())) return;
  const auto proposal = propose_delimiter(text, first, format);
  if (!proposal) return;
  throw UnreadableTable(fmt::format("{}:{}: the cells seem to have another delimiter than {}", text.file(),
                                    text.line(first.rows), delimiter_name(delimiter)),
                        proposal);
}

void CsvTable::Content::check_counts(const FirstLines& first) const {
  if (!counts_rows(first.names, rows, std::ssize(columns))) return;
  CsvFormat proposal = format;
  proposal.skip = lines_before(text, first, first.rows);
  const auto next = first_row_of(text, first);
  proposal.header =
      std::none_of(next.begin(), next.end(), [](const auto& cell) { return parse_cell(cell).has_value(); });
  throw UnreadableTable(fmt::format("{}:{}: the first line has the numbers of rows and features, {} and {}, as in "
                                    "scikit-learn's files, and not the names of the columns",
                                    text.file(), text.line(first.header), first.names[0], first.names[1]),
                        proposal);
}

// A title, alone or with empty cells after it, is no header if the next line has text where all others have numbers.
void CsvTable::Content::check_title(const FirstLines& first, const std::vector<std::string>& first_row) const {
  const bool names_all = first.names.size() == columns.size() &&
                         std::find(first.names.begin() + 1, first.names.end(), "") == first.names.end();
  const auto is_number = [](const std::string& cell) { return parse_cell(cell).has_value(); };
  const auto is_named_below = [&](const CsvColumn& column) {
    return column.counts().texts == 1 &&
           column.counts().numbers + column.counts().missing == rows - 1;
  };
  if (names_all || std::any_of(first_row.begin(), first_row.end(), is_number) ||
      std::none_of(columns.begin(), columns.end(), is_named_below))
    return;
  CsvFormat proposal = format;
  proposal.skip = lines_before(text, first, first.rows);
  throw UnreadableTable(fmt::format("{}:{}: the names of the columns seem to be here, and a title in the line before",
                                    text.file(), text.line(first.rows)),
                        proposal);
}

void CsvTable::Content::take_names(const FirstLines& first) {
  check_delimiter(first);
  names = first.names;
  if (!format.header) {
    for (std::size_t i = 0; i < columns.size(); ++i) names.push_back(fmt::format("column {}", i));
    return;
  }
  check_counts(first);
  const std::vector<std::string> first_row = first_row_of(text, first);
  check_title(first, first_row);
  if (names.size() == columns.size()) return;
  if (names.size() + 1 != columns.size()) fail_header(text, first, format, first_row);
  if (first_row.back().empty() && columns.back().counts().missing == rows) {
    columns.pop_back();
    notes.emplace_back("a delimiter at the end of each row");
  } else {
    names.insert(names.begin(), "");
    notes.emplace_back("names of rows");
  }
}

}  // namespace actlab
