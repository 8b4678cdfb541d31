#include "lab/record/query.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/error.h"
#include "lab/record/record_schema.h"
#include "lab/record/run_directory.h"
#include "lab/record/run_record.h"

namespace actlab {
namespace {

constexpr const char* row_tables = R"sql(
PRAGMA temp_store = MEMORY;
CREATE TEMP TABLE curve (
  trial INTEGER, epoch INTEGER, train_loss REAL, train_accuracy REAL, test_loss REAL, test_accuracy REAL);
CREATE TEMP TABLE layers (
  trial INTEGER, epoch INTEGER, layer INTEGER, zeros REAL, dead REAL, saturated REAL, gradient_norm REAL);
CREATE TEMP TABLE confusion (trial INTEGER, label INTEGER, prediction INTEGER, samples INTEGER);
CREATE TEMP TABLE tabulated (
  activation TEXT, line INTEGER, place INTEGER, x REAL, value REAL, d1 REAL, d2 REAL, d3 REAL);
)sql";

std::filesystem::path record_path(const std::filesystem::path& run_directory) {
  require_run(run_directory);
  return run_directory / record_file;
}

Cell cell_of(const Statement& row, int column) {
  if (row.is_null(column)) return {};
  if (row.is_number(column)) return row.real(column);
  return row.text(column);
}

}  // namespace

Query::Query(const std::filesystem::path& run_directory, const SqlLimits& limits)
    : database_(record_path(run_directory), Database::Access::read) {
  complete_schema(database_, Database::Access::read, run_directory.string());
  database_.add_statistics();
  database_.execute(row_tables);
  database_.transaction([&] { add_curves(run_directory); });
  database_.guard(limits);
}

// Reports SQLite's errors as UsageError, because the user wrote the SQL.
template <class Work> auto Query::with_usage_errors(const std::string& sql, const Work& work) {
  database_.begin_guarded();
  try {
    return work();
  } catch (const UsageError&) {
    throw;
  } catch (const std::runtime_error& error) {
    const std::string& refusal = database_.refusal();
    throw UsageError(fmt::format("{}, in the query: {}", refusal.empty() ? error.what() : refusal, sql));
  }
}

void Query::add_curves(const std::filesystem::path& run_directory) {
  RunRecord record = RunRecord::open(run_directory, Database::Access::read);
  Statement curve = database_.prepare("INSERT INTO curve VALUES (?, ?, ?, ?, ?, ?)");
  Statement layer = database_.prepare("INSERT INTO layers VALUES (?, ?, ?, ?, ?, ?, ?)");
  Statement cell = database_.prepare("INSERT INTO confusion VALUES (?, ?, ?, ?)");
  TrialReader reader = record.reader();
  while (const auto trial = reader.next()) {
    for (const CurvePoint& p : trial->curve)
      curve.bind(trial->id, p.epoch, p.train.loss, p.train.accuracy, p.test.loss, p.test.accuracy).run();
    for (const LayerStatistics& p : trial->layer_statistics)
      layer.bind(trial->id, p.epoch, p.layer + 1, p.zeros, p.dead, p.saturated, p.gradient_norm).run();
    for (const ConfusionCell& c : trial->confusion) cell.bind(trial->id, c.label, c.prediction, c.samples).run();
  }
  if (const auto json = record.document(tabulated_document)) add_tabulated(*json);
}

void Query::add_tabulated(const std::string& json) {
  Statement insert = database_.prepare("INSERT INTO tabulated VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  for (const nlohmann::json& row : nlohmann::json::parse(json)) {
    const auto derivative = [&](std::size_t order) {
      const nlohmann::json& all = row["derivatives"];
      return order <= all.size() && all[order - 1].is_number() ? all[order - 1].get<double>() : std::nan("");
    };
    const auto number = [&](const char* key) { return row[key].is_number() ? row[key].get<double>() : std::nan(""); };
    insert
        .bind(row["activation"].get<std::string>(), row["line"].get<int>(), row["place"].get<int>(), number("x"),
              number("value"), derivative(1), derivative(2), derivative(3))
        .run();
  }
}

void Query::execute(const std::string& sql) {
  with_usage_errors(sql, [&] { database_.execute(sql); });
}

QueryResult Query::rows(const std::string& sql) {
  return with_usage_errors(sql, [&] {
    QueryResult result;
    Statement row = database_.prepare(sql);
    for (int i = 0; i < row.columns(); ++i) result.columns.push_back(row.column_name(i));
    while (row.step()) {
      std::vector<Cell>& cells = result.rows.emplace_back();
      for (int i = 0; i < row.columns(); ++i) cells.push_back(cell_of(row, i));
    }
    return result;
  });
}

double Query::number(const std::string& sql) {
  const QueryResult result = rows(sql);
  if (result.rows.size() != 1 || result.columns.size() != 1 || std::holds_alternative<std::string>(result.rows[0][0])) {
    throw UsageError(fmt::format("found {} rows of {} columns, expected one number, from the query: {}",
                                 result.rows.size(), result.columns.size(), sql));
  }
  const Cell& cell = result.rows[0][0];
  return std::holds_alternative<double>(cell) ? std::get<double>(cell) : std::nan("");
}

}  // namespace actlab
