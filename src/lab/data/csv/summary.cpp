#include "lab/data/csv/summary.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "lab/config/node.h"
#include "lab/data/csv/column_checks.h"

namespace actlab {
namespace {

constexpr std::size_t shown = 8;  // names of a list

std::string label_text(const TableCheck& check) {
  const Label& label = check.recipe.label;
  if (label.has_dates)
    return fmt::format("to predict {} (days since {})", shown_name(check.table, label.column), label.first_day);
  if (label.is_regression) return fmt::format("to predict the number {}", shown_name(check.table, label.column));
  std::vector<std::string> classes;
  for (std::size_t i = 0; i < label.classes.names.size(); ++i)
    classes.push_back(fmt::format("{} ({})", label.classes.names[i], label.classes.counts[i]));
  return "classes " + short_list(classes, shown);
}

// The columns that are not numbers, by type.
std::vector<std::string> types_text(const Recipe& recipe) {
  std::vector<std::string> categories, booleans, dates, texts;
  for (const auto& [column, cells, values, levels] : recipe.features) {
    if (column.type == ColumnType::category)
      categories.push_back(fmt::format("{} ({} levels)", column.name, column.levels.size()));
    if (column.type == ColumnType::boolean) booleans.push_back(column.name);
    if (column.type == ColumnType::date)
      dates.push_back(fmt::format("{} (days since {})", column.name, column.first_day));
  }
  if (!categories.empty()) texts.push_back("categories: " + short_list(categories, shown));
  if (!booleans.empty()) texts.push_back("booleans: " + short_list(booleans, shown));
  if (!dates.empty()) texts.push_back("dates: " + short_list(dates, shown));
  return texts;
}

std::string rows_text(const TableCheck& check) {
  std::vector<std::string> names;
  for (const Feature& feature : check.recipe.features) names.push_back(feature.column.name);
  const FeatureColumn& last = check.recipe.features.back().column;
  const std::int64_t inputs = last.first_input + last.inputs();
  const std::int64_t rows = check.recipe.rows ? std::ssize(*check.recipe.rows) : check.table.rows();
  const std::string more = inputs == std::ssize(names) ? "" : fmt::format(", {} inputs", inputs);
  return fmt::format("{} rows, {} feature{} ({}){}, {}", rows, names.size(), names.size() == 1 ? "" : "s",
                     short_list(names, shown), more, label_text(check));
}

// A text column equals the label too if each level has one class and each class one level.
bool equals_label(const TableCheck& check, const Feature& feature) {
  const Label& label = check.recipe.label;
  if (!feature.texts.codes.empty() && !label.texts.codes.empty())
    return std::equal(feature.texts.codes.begin(), feature.texts.codes.end(), label.texts.codes.begin());
  const auto values = check.table.numbers(feature.column.column), labels = check.table.numbers(label.column);
  return feature.texts.codes.empty() && std::equal(values.begin(), values.end(), labels.begin());
}

}  // namespace

DataSource source_of(const TableCheck& check) {
  DataSource source;
  source.file = check.table.file();
  source.content_hash = check.table.content_hash();
  source.label = shown_name(check.table, check.recipe.label.column);
  source.label_day = check.recipe.label.first_day;
  for (const Feature& feature : check.recipe.features) source.columns.push_back(feature.column);
  source.summary.push_back(rows_text(check));
  const Label& label = check.recipe.label;
  if (!label.reason.empty())
    source.summary.push_back(
        fmt::format("{}, because {}", label.is_regression ? "a regression" : "classes", label.reason));
  for (const std::string& types : types_text(check.recipe)) source.summary.push_back(types);
  for (const std::string& note : check.recipe.notes) source.summary.push_back(note);
  if (!check.table.notes().empty())
    source.summary.push_back(fmt::format("the file has {}", fmt::join(check.table.notes(), ", ")));
  return source;
}

std::vector<std::string> leak_warnings(const TableCheck& check) {
  std::vector<std::string> warnings;
  for (const Feature& feature : check.recipe.features) {
    const std::int64_t column = feature.column.column;
    const bool counts = feature.texts.codes.empty() && rises_by_one(check.table.numbers(column));
    const bool is_unique = never_repeats(check.table, column);
    if (!counts && !is_unique && !equals_label(check, feature)) continue;
    warnings.push_back(fmt::format(
        "{}: the feature '{}' {}, so the results may not hold for other data; to leave the column out set ignore: [{}]",
        check.table.file(), feature.column.name,
        counts      ? "counts the rows"
        : is_unique ? "never repeats"
                    : "equals the label",
        to_flow(reference_to(check.table, check.csv, column).write())));
  }
  return warnings;
}

}  // namespace actlab
