#include "lab/data/csv/refusal.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/visible.h"
#include "lab/config/node.h"

namespace actlab {
namespace {

Node keys_of(Csv csv) {
  return write_config([&](Fields& fields) { csv.declare(fields); });
}

// The text that names the column as a key of `types`.
std::string type_key(const ColumnField& column) {
  if (const auto* index = std::get_if<std::int64_t>(&column.value())) return std::to_string(*index);
  return std::get<std::string>(column.value());
}

bool same_column(const CsvTable& table, const ColumnField& field, std::int64_t column) {
  try {
    return find_column(table, field) == column;
  } catch (const UsageError&) {  // reported by itself
    return false;
  }
}

// A mapping without the entries that have their defaults.
Node without_defaults(Node mapping, const Node* defaults) {
  if (defaults == nullptr || !mapping.is_mapping()) return mapping;
  std::erase_if(mapping.entries, [&](const Node::Entry& entry) {
    const Node* usual = defaults->find(entry.key);
    return usual != nullptr && to_flow(*usual) == to_flow(entry.value);
  });
  return mapping;
}

}  // namespace

ColumnField reference_to(const CsvTable& table, const Csv& csv, std::int64_t column) {
  const std::string& name = table.names()[static_cast<std::size_t>(column)];
  const bool unique = std::count(table.names().begin(), table.names().end(), name) == 1;
  if (csv.header && !name.empty() && unique && visible(name) == name) return ColumnField(name);
  return ColumnField(column);
}

std::string shown_name(const CsvTable& table, std::int64_t column) {
  const std::string& name = table.names()[static_cast<std::size_t>(column)];
  return name.empty() ? fmt::format("column {}", column) : name;
}

void leave_out(Csv& csv, const CsvTable& table, std::int64_t column) {
  std::vector<ColumnField> listed = csv.columns.values(), ignored = csv.ignore.values();
  const bool was_listed =
      std::erase_if(listed, [&](const auto& field) { return same_column(table, field, column); }) > 0;
  csv.columns = ColumnsField(listed);
  if (was_listed && !listed.empty()) return;
  if (std::any_of(ignored.begin(), ignored.end(), [&](const auto& field) { return same_column(table, field, column); }))
    return;
  ignored.push_back(reference_to(table, csv, column));
  csv.ignore = ColumnsField(ignored);
}

void set_type(Csv& csv, const CsvTable& table, std::int64_t column, ColumnType type) {
  std::vector<TypesField::Entry> types = csv.types.values();
  const std::string key = type_key(reference_to(table, csv, column));
  const std::string index = std::to_string(column);
  const auto at = std::find_if(types.begin(), types.end(),
                               [&](const auto& entry) { return entry.first == key || entry.first == index; });
  if (at != types.end()) {
    at->second = type;
  } else {
    types.emplace_back(key, type);
  }
  csv.types = TypesField(types);
}

void add_missing_texts(Csv& csv, const CsvTable& table, const std::vector<std::string>& texts) {
  std::vector<std::string> values = csv.missing.values.values();
  if (values == default_missing_texts()) values = table.missing_texts();
  for (const std::string& text : texts) {
    if (std::find(values.begin(), values.end(), text) == values.end()) values.push_back(text);
  }
  csv.missing.values = CellTextsField(values);
  csv.missing.rows = "drop";
}

std::string changed_keys(const Csv& from, const Csv& to) {
  const Node before = keys_of(from), after = keys_of(to), defaults = keys_of(Csv{});
  std::string lines;
  for (const Node::Entry& entry : after.entries) {
    if (to_flow(*before.find(entry.key)) == to_flow(entry.value)) continue;
    lines += fmt::format("\n  {}: {}", entry.key, to_flow(without_defaults(entry.value, defaults.find(entry.key))));
  }
  return lines;
}

}  // namespace actlab
