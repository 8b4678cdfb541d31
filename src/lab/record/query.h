#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "lab/record/database.h"

namespace actlab {

/// A cell of a query's answer: nothing, a number or a text.
using Cell = std::variant<std::monostate, double, std::string>;

struct QueryResult {
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
};

/// A run's record, to be asked in SQL. Beside the tables of the record (trials, models, sweep, outputs, parameters …)
/// there are, with a row a point,
///
///     curve      (trial, epoch, train_loss, train_accuracy, test_loss, test_accuracy)
///     layers     (trial, epoch, layer, zeros, dead, saturated, gradient_norm)   layers count from 1
///     tabulated  (activation, line, place, x, value, d1, d2, d3)                what `tabulate` made
///
/// and beside SQLite's own the aggregates median(x), quantile(x, share), interval_low(x) and interval_high(x) (the 95 %
/// interval of the mean by Student's t) and t_test(x) (the two-sided p-value that the mean of x is 0).
class Query {
 public:
  /// Opens the record for reading. Throws UsageError where there is none.
  explicit Query(const std::filesystem::path& run_directory);

  /// Statements that give nothing: temporary views for the questions after them. Throws UsageError with SQLite's words.
  void prepare(const std::string& sql);

  /// Throws UsageError with SQLite's words where `sql` is not one statement that it can run.
  QueryResult ask(const std::string& sql);

  /// The one number that `sql` gives; NaN for NULL. Throws UsageError where it gives anything else.
  double number(const std::string& sql);

 private:
  void add_curves(const std::filesystem::path& run_directory);
  void add_tabulated(const std::string& json);

  Database database_;
};

}  // namespace actlab
