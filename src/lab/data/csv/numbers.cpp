#include "lab/data/csv/numbers.h"

#include <fmt/format.h>

#include <cstddef>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace actlab {
namespace {

// The numbers of a column, of which some rows may be texts with a number, as dates.
std::vector<double> numbers_of(const TableCheck& check, std::int64_t column, const CsvTable::Texts& texts,
                               const std::vector<double>& values) {
  std::vector<double> numbers;
  const std::span<const double> cells = check.table.numbers(column);
  const auto add = [&](std::int64_t row) {
    const auto i = static_cast<std::size_t>(row);
    numbers.push_back(texts.codes.empty() ? cells[i] : values[static_cast<std::size_t>(texts.codes[i])]);
  };
  if (check.recipe.rows) {
    for (const std::int64_t row : *check.recipe.rows) add(row);
  } else {
    for (std::int64_t row = 0; row < check.table.rows(); ++row) add(row);
  }
  return numbers;
}

bool is_numeric(const Feature& feature) {
  return feature.column.type == ColumnType::number || feature.column.type == ColumnType::date;
}

}  // namespace

NumericColumns numbers_of(const TableCheck& check) {
  NumericColumns columns;
  for (const Feature& feature : check.recipe.features) {
    if (!is_numeric(feature)) continue;
    columns.features.push_back(
        {feature.column.first_input, numbers_of(check, feature.column.column, feature.texts, feature.values)});
  }
  const Label& label = check.recipe.label;
  if (label.is_regression) columns.targets = numbers_of(check, label.column, label.texts, label.values);
  return columns;
}

std::string unequal_scales(const TableCheck& check) {
  constexpr double most = 100;
  const Feature *smallest = nullptr, *largest = nullptr;
  double low = 0, high = 0;
  for (const Feature& feature : check.recipe.features) {
    if (!is_numeric(feature)) continue;
    const double deviation = deviation_of(numbers_of(check, feature.column.column, feature.texts, feature.values));
    if (deviation == 0) continue;
    if (smallest == nullptr || deviation < low) std::tie(smallest, low) = std::pair(&feature, deviation);
    if (largest == nullptr || deviation > high) std::tie(largest, high) = std::pair(&feature, deviation);
  }
  if (smallest == nullptr || high < most * low) return "";
  return fmt::format(
      "{}: the feature '{}' has a standard deviation of {:.3g}, '{}' one of {:.3g}: with scales that differ by a "
      "factor "
      "of {:.3g}, training is slow or fails; to scale all numbers set standardize: true",
      check.table.file(), largest->column.name, high, smallest->column.name, low, high / low);
}

}  // namespace actlab
