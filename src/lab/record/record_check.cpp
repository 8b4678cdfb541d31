#include "lab/record/record_check.h"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "core/error.h"
#include "core/utf8.h"
#include "core/visible.h"
#include "lab/record/record_rules.h"
#include "lab/record/record_schema.h"

namespace actlab {
namespace {

[[noreturn]] void refuse(std::string_view file, std::string_view table, std::string_view row, std::string_view what) {
  throw UsageError(fmt::format("{}: {}", record_place(file, table, row), what));
}

void check_pages(Database& database, std::string_view file) {
  Statement check = database.prepare("PRAGMA quick_check(1)");
  if (check.step() && check.text(0) != "ok") throw UsageError(fmt::format("{}: damaged: {}", file, check.text(0)));
}

// The SQL of everything in a database, by name. Indices that SQLite makes for a primary key have none.
std::map<std::string, std::string> definitions(Database& database) {
  std::map<std::string, std::string> all;
  Statement row = database.prepare(
      "SELECT name, coalesce(sql, '') FROM sqlite_schema UNION ALL "
      "SELECT name, coalesce(sql, '') FROM sqlite_temp_schema");
  while (row.step()) all.emplace(row.text(0), row.text(1));
  return all;
}

// A view, a trigger or another column would make other statements do something else than they say.
void check_schema(Database& database, std::string_view file) {
  Database memory;
  create_schema(memory);
  const auto expected = definitions(memory);
  const auto found = definitions(database);
  for (const auto& [name, sql] : expected) {
    if (!found.contains(name)) throw UsageError(fmt::format("{}: the table {} is missing", file, name));
  }
  for (const auto& [name, sql] : found) {
    const auto same = expected.find(name);
    if (same == expected.end() || same->second != sql)
      throw UsageError(fmt::format("{}: '{}' is not as actlab makes it: {}", file, name, sql.substr(0, 200)));
  }
}

void check_rules(Database& database, std::string_view file) {
  for (const RecordRule& rule : record_rules) {
    Statement row = database.prepare(rule.violations);
    if (row.step()) refuse(file, rule.table, row.text(0), row.text(1));
  }
}

void check_texts(Database& database, std::string_view file) {
  for (const auto& [table, column] : record_texts) {
    Statement row = database.prepare(fmt::format("SELECT {} FROM {}", column, table));
    for (std::int64_t number = 1; row.step(); ++number) {
      const std::string_view text = row.blob(0);
      const auto invalid = first_invalid_utf8(text);
      if (!invalid && first_control(text) == std::string_view::npos) continue;
      refuse(file, table, fmt::format("row {}", number),
             fmt::format("the {} {}", column, invalid ? "is not UTF-8 text" : "has a control character"));
    }
  }
}

}  // namespace

std::string record_place(std::string_view file, std::string_view table, std::string_view row) {
  return fmt::format("{}: table {}, {}", file, table, row);
}

void check_record(Database& database, std::string_view file) {
  check_pages(database, file);
  check_schema(database, file);
  check_rules(database, file);
  check_texts(database, file);
}

}  // namespace actlab
