#include "lab/data/table/first_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/error.h"
#include "lab/data/table/cell_scanner.h"
#include "lab/data/table/cell_value.h"

namespace actlab {
namespace {

constexpr std::array<std::pair<char, std::string_view>, 5> delimiter_names{
    {{',', "comma"}, {';', "semicolon"}, {'\t', "tab"}, {'|', "pipe"}, {' ', "space"}}};

const char* after_line(const char* p) {
  while (*p != '\0' && *p != '\n' && *p != '\r') ++p;
  if (*p == '\r' && p[1] == '\n') return p + 2;
  return *p == '\0' ? p : p + 1;
}

// The delimiter of Excel's first line, such as `sep=;`.
std::optional<char> separator_line(std::string_view text) {
  const bool quoted = text.starts_with("\"sep=");
  if (!quoted && !text.starts_with("sep=")) return std::nullopt;
  const std::size_t at = quoted ? 5 : 4, after = quoted ? 7 : 5;
  if (text.size() <= at || (quoted && (text.size() < after || text[6] != '"'))) return std::nullopt;
  const bool ends = text.size() == after || text[after] == '\n' || text[after] == '\r';
  return ends && std::string_view(",;\t| ").find(text[at]) != std::string_view::npos ? std::optional(text[at])
                                                                                     : std::nullopt;
}

std::string_view line_ends(std::string_view text) {
  const std::size_t at = text.find_first_of("\r\n");
  if (at == text.npos || text[at] == '\n') return {};
  return text.substr(at, 2) == "\r\n" ? "lines that end in CRLF" : "lines that end in CR";
}

std::vector<std::string> cells_of_row(CellScanner& scanner) {
  std::vector<std::string> cells;
  do {
    scanner.take_text();
    cells.push_back(scanner.text());
  } while (scanner.has_more());
  return cells;
}

// The cells of the first rows, if all have the same number of cells, at least two.
std::vector<std::vector<std::string>> regular_rows(const FileText& file, char delimiter, const char* from) {
  constexpr std::size_t enough = 50;
  std::vector<std::vector<std::string>> rows;
  CellScanner scanner(file, delimiter, from);
  try {
    while (rows.size() < enough && scanner.next_row()) rows.push_back(cells_of_row(scanner));
  } catch (const UsageError&) {
    return {};
  }
  const bool regular = std::all_of(
      rows.begin(), rows.end(), [&](const auto& row) { return row.size() >= 2 && row.size() == rows.front().size(); });
  return regular ? rows : std::vector<std::vector<std::string>>{};
}

bool has_decimal_commas(const std::vector<std::vector<std::string>>& rows) {
  bool commas = false;
  for (const auto& row : rows) {
    for (const std::string& cell : row) {
      if (cell.find(',') == cell.npos) continue;
      if (!parse_cell(cell, {',', std::nullopt})) return false;
      commas = true;
    }
  }
  return commas;
}

bool is_number(const std::string& cell) {
  return parse_cell(cell).has_value();
}

}  // namespace

std::string_view delimiter_name(char delimiter) {
  return std::find_if(delimiter_names.begin(), delimiter_names.end(),
                      [&](const auto& each) { return each.first == delimiter; })
      ->second;
}

FirstLines read_first_lines(const FileText& file, const CsvFormat& format) {
  FirstLines first{.delimiter = format.delimiter, .notes = file.notes()};
  const std::string_view text = file.text();
  if (const std::string_view ends = line_ends(text); !ends.empty()) first.notes.emplace_back(ends);
  const char* from = text.data();
  if (const auto separator = separator_line(text)) {
    first.delimiter = *separator;
    first.notes.push_back(fmt::format("the line 'sep={}'", *separator));
    from = after_line(from);
  }
  first.begin = from;
  for (std::int64_t i = 0; i < format.skip && *from != '\0'; ++i) from = after_line(from);
  CellScanner scanner(file, first.delimiter, from);
  if (!scanner.next_row()) throw UsageError(fmt::format("{}: empty; it must have a row for each sample", file.file()));
  first.rows = scanner.row();
  if (!format.header) return first;
  first.header = scanner.row();
  first.names = cells_of_row(scanner);
  if (std::all_of(first.names.begin(), first.names.end(), is_number)) {
    CsvFormat proposal = format;
    proposal.header = false;
    throw UnreadableTable(
        fmt::format("{}:{}: the first line has numbers, not names", file.file(), file.line(first.header)), proposal);
  }
  if (!scanner.next_row()) throw UsageError(fmt::format("{}: no rows after the header", file.file()));
  first.rows = scanner.row();
  return first;
}

std::optional<CsvFormat> propose_delimiter(const FileText& file, const FirstLines& first, const CsvFormat& format) {
  const char* from = first.header != nullptr ? first.header : first.rows;
  std::optional<CsvFormat> proposal;
  std::size_t most = 1;
  for (const auto& [delimiter, name] : delimiter_names) {
    if (delimiter == first.delimiter) continue;
    const auto rows = regular_rows(file, delimiter, from);
    if (rows.size() < 2 || rows.front().size() <= most) continue;
    most = rows.front().size();
    proposal = format;
    proposal->delimiter = delimiter;
    if (delimiter != ',' && has_decimal_commas(rows)) proposal->numbers.decimal = ',';
  }
  return proposal;
}

std::int64_t lines_before(const FileText& file, const FirstLines& first, const char* row) {
  return file.line(row) - file.line(first.begin);
}

std::optional<CsvFormat> propose_skip(const FileText& file, const FirstLines& first, const CsvFormat& format,
                                      const char* row) {
  const auto rows = regular_rows(file, first.delimiter, row);
  if (rows.size() < 2) return std::nullopt;
  CsvFormat proposal = format;
  proposal.skip = lines_before(file, first, row);
  proposal.header = std::none_of(rows.front().begin(), rows.front().end(), is_number);
  return proposal;
}

bool counts_rows(const std::vector<std::string>& names, std::int64_t rows, std::int64_t columns) {
  if (names.size() < 2 || names[1] != std::to_string(columns - 1)) return false;
  return (names[0] == std::to_string(rows) || names[0] == std::to_string(rows - 1)) &&
         std::none_of(names.begin() + 2, names.end(), is_number);
}

void fail_header(const FileText& file, const FirstLines& first, const CsvFormat& format,
                 const std::vector<std::string>& first_row) {
  const std::string found = fmt::format("{}:{}: found {} cells; every row must have {}, like the first line",
                                        file.file(), file.line(first.rows), first_row.size(), first.names.size());
  const auto proposal = propose_skip(file, first, format, first.rows);
  if (first_row.size() < first.names.size() || !proposal)
    throw UnreadableTable(found + " (check the delimiter)", std::nullopt);
  throw UnreadableTable(fmt::format("{}. The table seems to begin after line {}", found, file.line(first.header)),
                        proposal);
}

}  // namespace actlab
