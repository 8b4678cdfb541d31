#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "lab/data/csv/refusal.h"

namespace actlab {

/// The columns that a config names, by index.
struct ChosenColumns {
  std::int64_t label = 0;
  std::vector<std::int64_t> features;  ///< in the order of `columns`, or of the file
  bool are_listed = false;             ///< in `columns`
  std::map<std::int64_t, ColumnType> types;

  /// Whether the config asks for the column, by listing it or by its type.
  bool is_asked_for(std::int64_t column) const { return are_listed || types.contains(column); }
};

/// Finds the columns of the config in the table. Adds a problem for a column that does not exist, or that has two
/// roles.
ChosenColumns choose_columns(const CsvTable& table, const Csv& csv, Refusal& refusal);

}  // namespace actlab
