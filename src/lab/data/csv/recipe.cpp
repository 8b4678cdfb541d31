#include "lab/data/csv/recipe.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <limits>

#include "lab/data/csv/column_checks.h"
#include "lab/data/csv/dates.h"
#include "lab/data/csv/format.h"

namespace actlab {
namespace {

// Whether the name could be a cell of the column: a number among numbers, or a text that other rows have.
bool could_be_cell(const CsvTable& table, std::int64_t column) {
  const CsvTable::Counts counts = table.counts(column);
  if (counts.texts == 0 && table.name_is_number(column)) return true;
  if (counts.texts == 0) return false;
  const auto levels = table.texts(column).levels;
  const std::string& name = table.names()[static_cast<std::size_t>(column)];
  return table.name_is_number(column) || std::find(levels.begin(), levels.end(), name) != levels.end();
}

bool names_a_column(const Csv& csv) {
  const auto is_name = [](const ColumnField& field) { return std::holds_alternative<std::string>(field.value()); };
  const auto& listed = csv.columns.values();
  return is_name(csv.label) || std::any_of(listed.begin(), listed.end(), is_name);
}

// Without a header, the first sample would become the names. Any text may be a label, so only features are looked at. A
// line that begins with an empty cell is the header of an index.
bool first_sample_is_header(const TableCheck& check) {
  const auto& features = check.chosen.features;
  return check.csv.header && !features.empty() && !names_a_column(check.csv) && !check.table.names().front().empty() &&
         std::all_of(features.begin(), features.end(),
                     [&](std::int64_t column) { return could_be_cell(check.table, column); });
}

// Columns have no names then.
void refuse_header(TableCheck& check) {
  check.refusal.messages.push_back(
      fmt::format("{}: the first line has a value in each feature column ('{}', …), so it seems to be a sample and not "
                  "the names of the columns",
                  check.table.file(), check.table.names()[static_cast<std::size_t>(check.chosen.features.front())]));
  Csv& proposal = check.refusal.proposal;
  proposal.header = false;
  std::vector<ColumnField> ignored;
  for (const ColumnField& field : check.csv.ignore.values()) ignored.emplace_back(find_column(check.table, field));
  proposal.ignore = ColumnsField(ignored);
  std::vector<TypesField::Entry> types;
  for (const auto& [column, type] : check.chosen.types) types.emplace_back(std::to_string(column), type);
  proposal.types = TypesField(types);
}

// Makes days count from the first that is used, which it returns.
std::string count_from_first(std::vector<double>& days, const Levels& used) {
  double first = std::numeric_limits<double>::infinity();
  for (std::size_t code = 0; code < days.size(); ++code) {
    if (used.of_code[code] >= 0) first = std::min(first, days[code]);
  }
  for (double& day : days) day -= first;
  return iso_day(first);
}

// What depends on the rows that are used: the levels of categories and the first day of dates.
void complete_features(TableCheck& check) {
  std::int64_t inputs = 0;
  const NumberFormat numbers = format_of(check.csv).numbers;
  for (Feature& feature : check.recipe.features) {
    FeatureColumn& column = feature.column;
    column.first_input = inputs;
    if (column.type == ColumnType::category || column.type == ColumnType::date) {
      const bool has_texts = check.table.counts(column.column).texts > 0;
      feature.levels =
          levels_of(feature.texts, has_texts ? LevelOrder::text : LevelOrder::number, numbers, check.recipe.rows);
    }
    if (column.type == ColumnType::category) column.levels = feature.levels.names;
    if (column.type == ColumnType::date) column.first_day = count_from_first(feature.values, feature.levels);
    inputs += column.inputs();
  }
}

}  // namespace

TableCheck check_table(const CsvTable& table, const Csv& csv) {
  TableCheck check{table, csv, {}, Refusal(csv), {}};
  check.chosen = choose_columns(table, csv, check.refusal);
  if (!check.refusal.empty()) return check;
  if (first_sample_is_header(check)) {
    refuse_header(check);
    return check;
  }
  decide_features(check);
  decide_rows(check);
  decide_label(check);
  if (!check.refusal.empty()) return check;
  complete_features(check);
  Label& label = check.recipe.label;
  if (label.has_dates)
    label.first_day = count_from_first(label.values, levels_of(label.texts, LevelOrder::text, {}, check.recipe.rows));
  return check;
}

}  // namespace actlab
