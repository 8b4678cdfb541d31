#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/random.h"
#include "lab/config/fields.h"
#include "lab/data/column_field.h"
#include "lab/data/csv_table.h"
#include "lab/data/dataset.h"

namespace actlab {

/// The missing cells of a table.
struct MissingCells {
  CellTextsField values{default_missing_texts()};  ///< texts that mean "no value", besides the empty cell
  std::string rows = "error";                      ///< what to do with rows that have one: drop, error
  void declare(Fields& fields);
};

/// A table in a CSV file: each row is a sample, one column is the label, the others are features.
struct Csv {
  static constexpr std::string_view kind = "csv";
  static constexpr std::string_view help = "your own data, in a CSV file";

  std::string file;
  bool header = true;
  ColumnField label{std::int64_t{-1}};
  ColumnsField columns;  ///< the features; empty for all columns but the label
  ColumnsField ignore;
  TypesField types;
  std::int64_t max_levels = 50;  ///< of a category
  std::string task = "auto";
  MissingCells missing;
  std::string delimiter = "comma";
  std::string decimal = "point";
  std::string thousands = "none";
  std::int64_t skip = 0;  ///< lines before the table
  double test_fraction = 0.2;
  bool stratify = true;
  bool standardize = false;

  void declare(Fields& fields);
  /// Splits the rows by a random permutation; the last ones are for testing. With `stratify`, each class has the same
  /// share of the test rows, up to rounding, and at least one row for training. With `test_fraction` 0 the rows keep
  /// the order of the file. Classes are numbered by name, or by value if all names are numbers. A level of a category
  /// that only test rows have is that category's last input. With `standardize`, numbers are scaled: see
  /// numeric_columns.h. Throws UsageError for content that cannot be used: all
  /// problems of the table, each with its file:line:column, and then the keys of the config with which it can, as YAML.
  Dataset make(NumpyRandom& random) const;
  /// Without what only the file says, which is in the data set's DataSource.
  std::string describe() const;
};

}  // namespace actlab
