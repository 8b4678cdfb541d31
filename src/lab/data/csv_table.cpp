#include "lab/data/csv_table.h"

#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>

#include "core/error.h"
#include "lab/data/number.h"

namespace actlab {
namespace {

// The result of libcsv's callbacks.
struct Rows {
  std::vector<CsvTable::Row> done;
  CsvTable::Row current{0, {}};
  int line = 0;

  static void end_cell(void* text, std::size_t size, void* self) {
    auto& rows = *static_cast<Rows*>(self);
    if (rows.current.cells.empty()) rows.current.line = rows.line;
    rows.current.cells.emplace_back(static_cast<const char*>(text), size);
  }
  static void end_row(int, void* self) {
    auto& rows = *static_cast<Rows*>(self);
    rows.done.push_back(std::exchange(rows.current, {0, {}}));
  }
};

class Parser {
 public:
  explicit Parser(char delimiter) {
    if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw std::bad_alloc();
    csv_set_delim(&parser_, static_cast<unsigned char>(delimiter));
  }
  ~Parser() { csv_free(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  bool take(const std::string& text, Rows& rows) {
    return csv_parse(&parser_, text.data(), text.size(), Rows::end_cell, Rows::end_row, &rows) == text.size();
  }
  bool finish(Rows& rows) { return csv_fini(&parser_, Rows::end_cell, Rows::end_row, &rows) == 0; }

 private:
  csv_parser parser_;
};

std::vector<CsvTable::Row> parse(std::istream& in, const std::string& file, char delimiter) {
  Parser parser(delimiter);
  Rows rows;
  for (std::string line; std::getline(in, line);) {
    ++rows.line;
    if (rows.line == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    line += '\n';
    if (!parser.take(line, rows)) {
      throw UsageError(fmt::format(
          "{}:{}: a quote inside a cell; put the whole cell in quotes and double the quotes in it", file, rows.line));
    }
  }
  if (!parser.finish(rows)) {
    const int last = rows.done.empty() ? 0 : rows.done.back().line;
    throw UsageError(fmt::format("{}:{}: a quote opened here is never closed", file, last + 1));
  }
  return std::move(rows.done);
}

bool all_numbers(const CsvTable::Row& row) {
  return std::all_of(row.cells.begin(), row.cells.end(), [](const auto& cell) { return parse_number(cell); });
}

void take_names(CsvTable& table, bool header) {
  const CsvTable::Row& first = table.rows.front();
  if (!header) {
    for (std::size_t i = 0; i < first.cells.size(); ++i) table.names.push_back(fmt::format("column {}", i));
    return;
  }
  if (all_numbers(first)) {
    throw UsageError(fmt::format("{}:{}: the first line has numbers, not names; without a header set header: false",
                                 table.file, first.line));
  }
  table.names = first.cells;
  table.rows.erase(table.rows.begin());
}

void check_lengths(const CsvTable& table) {
  for (const CsvTable::Row& row : table.rows) {
    if (row.cells.size() == table.names.size()) continue;
    throw UsageError(
        fmt::format("{}:{}: found {} cells; every row must have {}, like the first line (check the "
                    "delimiter)",
                    table.file, row.line, row.cells.size(), table.names.size()));
  }
}

}  // namespace

CsvTable read_csv(const std::string& file, char delimiter, bool header) {
  std::ifstream in(file, std::ios::binary);
  if (!in || std::filesystem::is_directory(file)) {
    throw UsageError(fmt::format("{}: cannot be read ({}); a relative path starts at the working directory, {}", file,
                                 in ? "it is a directory" : std::strerror(errno),
                                 std::filesystem::current_path().string()));
  }
  CsvTable table{file, {}, parse(in, file, delimiter)};
  if (table.rows.empty()) throw UsageError(fmt::format("{}: empty; it must have a row for each sample", file));
  take_names(table, header);
  if (table.rows.empty()) throw UsageError(fmt::format("{}: no rows after the header", file));
  check_lengths(table);
  return table;
}

std::size_t find_column(const CsvTable& table, const ColumnField& column) {
  const auto columns = static_cast<std::int64_t>(table.names.size());
  if (const auto* index = std::get_if<std::int64_t>(&column.value())) {
    if (*index >= columns || *index < -columns) {
      throw UsageError(fmt::format("{}: no column {}; it has {}: 0 to {}, or {} to -1 from the end", table.file, *index,
                                   columns, columns - 1, -columns));
    }
    return static_cast<std::size_t>(*index < 0 ? *index + columns : *index);
  }
  const std::string& name = std::get<std::string>(column.value());
  const auto found = std::find(table.names.begin(), table.names.end(), name);
  if (found == table.names.end()) {
    throw UsageError(
        fmt::format("{}: {}", table.file, unknown_name("column", name, {table.names.begin(), table.names.end()})));
  }
  if (std::find(found + 1, table.names.end(), name) != table.names.end()) {
    throw UsageError(
        fmt::format("{}: more than one column is named '{}'; give the index of the one you mean", table.file, name));
  }
  return static_cast<std::size_t>(found - table.names.begin());
}

}  // namespace actlab
