#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace actlab {

/// What the cells of a column are.
enum class ColumnType { number, category, boolean, date, identifier };

/// The names of the types in a config, in the order of ColumnType.
inline constexpr std::array<std::string_view, 5> column_types{"number", "category", "boolean", "date", "identifier"};

/// A column of a table, and the inputs of a network that it becomes.
struct FeatureColumn {
  std::string name;         ///< from the header; "column 3" without one
  std::int64_t column = 0;  ///< its index in the file, from 0
  ColumnType type = ColumnType::number;
  std::int64_t first_input = 0;
  /// Of a category: one input for each level, which is 1 in the rows that have it and 0 in all others, and one more
  /// input for rows of a level that the training part does not have.
  std::vector<std::string> levels{};
  std::string first_day{};  ///< of a date: the day that is 0, as "2020-01-31"; the input counts days

  std::int64_t inputs() const {
    return type == ColumnType::category ? static_cast<std::int64_t>(levels.size()) + 1 : 1;
  }
};

/// The file that a data set is from, and what was read. It is the same for every seed.
struct DataSource {
  std::string file;
  std::string content_hash;  ///< CsvTable::content_hash
  std::string label;         ///< the name of the column to predict
  std::string label_day;     ///< of dates to predict: the day that is 0, as "2020-01-31"
  std::vector<FeatureColumn> columns;
  /// For the plan: what was read, then what was decided, a line each.
  std::vector<std::string> summary;
};

}  // namespace actlab
