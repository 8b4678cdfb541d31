#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/random.h"
#include "lab/config/fields.h"
#include "lab/data/column_field.h"
#include "lab/data/dataset.h"

namespace actlab {

/// A table in a CSV file: each row is a sample, one column is the label, all others are numeric features.
struct Csv {
  static constexpr std::string_view kind = "csv";
  static constexpr std::string_view help = "your own data, in a CSV file";

  std::string file;
  bool header = true;
  ColumnField label{std::int64_t{-1}};
  ColumnsField columns;  ///< the features; empty for all columns but the label
  ColumnsField ignore;
  std::string task = "classes";
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
  /// the order of the file. With `standardize`, numbers are scaled: see numeric_columns.h. Classes are numbered by
  /// name, or by value if all names are numbers. Throws UsageError with file:line:column for invalid content.
  Dataset make(NumpyRandom& random) const;
  std::string describe() const;
  bool is_regression() const { return task == "regression"; }
};

}  // namespace actlab
