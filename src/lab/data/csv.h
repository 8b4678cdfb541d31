#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/random.h"
#include "lab/config/fields.h"
#include "lab/data/column_field.h"
#include "lab/data/dataset.h"

namespace actlab {

/// A table of the user's own: one row a sample, one column to be learnt, every other column a numeric feature.
struct Csv {
  static constexpr std::string_view kind = "csv";
  static constexpr std::string_view help = "a CSV file of your own";

  std::string file;
  bool header = true;
  ColumnField label{std::int64_t{-1}};
  std::string task = "classes";
  std::string delimiter = "comma";
  double test_fraction = 0.2;

  void declare(Fields& fields);
  /// Splits the rows by a permutation of the stream, the last of them for testing; with `test_fraction` 0 they stay in
  /// the order of the file. Classes are numbered in the order of their names, or of their values where all are numbers.
  /// Throws UsageError with file:line:column for what cannot be used.
  Dataset make(NumpyRandom& random) const;
  std::string describe() const;
  bool is_regression() const { return task == "regression"; }
};

}  // namespace actlab
