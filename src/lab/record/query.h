#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "lab/record/database.h"

namespace actlab {

/// A cell of a query result: NULL, a number or a text.
using Cell = std::variant<std::monostate, double, std::string>;

struct QueryResult {
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
};

/// SQL queries on the record of a run. In addition to the tables of the record (trials, models, sweep, baselines,
/// outputs, parameters …) there are these tables, with one row per point:
///
///     curve      (trial, epoch, train_loss, train_accuracy, test_loss, test_accuracy)
///     layers     (trial, epoch, layer, zeros, dead, saturated, gradient_norm)   layers are numbered from 1
///     confusion  (trial, label, prediction, samples)    held-out samples; classes are numbered from 0; without zeros
///     tabulated  (activation, line, place, x, value, d1, d2, d3)                the values of `tabulate`
///
/// In addition to SQLite's aggregates there are median(x), quantile(x, share), interval_low(x) and interval_high(x)
/// (the 95 % interval of the mean by Student's t), and t_test(x) (the two-sided p-value for a mean of 0).
class Query {
 public:
  /// Opens the record for reading. Throws UsageError if `run_directory` has none.
  explicit Query(const std::filesystem::path& run_directory, const SqlLimits& limits = {});

  /// Executes statements without result, such as CREATE TEMP VIEW. Throws UsageError with SQLite's message.
  void execute(const std::string& sql);

  /// The rows of one statement. Throws UsageError with SQLite's message, or if it is not exactly one statement, needs
  /// too much time or memory, or does more than a SqlGuard allows.
  QueryResult rows(const std::string& sql);

  /// The single number that `sql` returns; NaN for NULL. Throws UsageError if it returns anything else.
  double number(const std::string& sql);

 private:
  void add_curves(const std::filesystem::path& run_directory);
  void add_tabulated(const std::string& json);
  template <class Work> auto with_usage_errors(const std::string& sql, const Work& work);

  Database database_;
};

}  // namespace actlab
