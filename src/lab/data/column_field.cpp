#include "lab/data/column_field.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "lab/config/values.h"

namespace actlab {

void ColumnField::read(const Node& node, std::string_view path, Problems& problems) {
  if (node.kind != Node::Kind::scalar || node.scalar.empty()) {
    problems.add(node.location, path, fmt::format("found {}; it must be {}", found(node), allowed()));
    return;
  }
  const bool has_digits_only = node.scalar.find_first_not_of("-0123456789") == std::string::npos;
  if (const auto index = as_integer(node); index && has_digits_only) {  // 1e5 is a name
    column_ = *index;
  } else {
    column_ = node.scalar;
  }
}

Node ColumnField::write() const {
  if (const auto* index = std::get_if<std::int64_t>(&column_)) return Node::integer(*index);
  return Node::of(std::get<std::string>(column_));
}

nlohmann::json ColumnField::schema() const {
  return {{"type", {"string", "integer"}}};
}

std::string ColumnField::allowed() const {
  return "a column's name, or its index (0 is the first, -1 the last)";
}

std::string ColumnField::describe() const {
  if (const auto* index = std::get_if<std::int64_t>(&column_)) return fmt::format("column {}", *index);
  return fmt::format("'{}'", std::get<std::string>(column_));
}

void ColumnsField::read(const Node& node, std::string_view path, Problems& problems) {
  if (!node.is_sequence()) {
    const std::string hint = node.is_scalar() ? fmt::format(": [{}]", node.scalar) : "";
    problems.add(node.location, path, fmt::format("found {}, expected {}{}", found(node), allowed(), hint));
    return;
  }
  columns_.clear();
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    columns_.emplace_back(std::int64_t{0});
    columns_.back().read(node.items[i], fmt::format("{}[{}]", path, i), problems);
  }
}

Node ColumnsField::write() const {
  std::vector<Node> items;
  for (const ColumnField& column : columns_) items.push_back(column.write());
  return Node::sequence(std::move(items));
}

nlohmann::json ColumnsField::schema() const {
  return {{"type", "array"}, {"items", {{"type", {"string", "integer"}}}}};
}

std::string ColumnsField::allowed() const {
  return "a list of columns, by name or index";
}

void TypesField::read(const Node& node, std::string_view path, Problems& problems) {
  if (!node.is_mapping()) {
    problems.add(node.blame(), path, fmt::format("found {}, expected {}", found(node), allowed()));
    return;
  }
  types_.clear();
  for (const Node::Entry& entry : node.entries) {
    std::string type;
    if (!read_choice(entry.value, join_path(path, entry.key), column_types, type, problems)) continue;
    const auto at = std::find(column_types.begin(), column_types.end(), type) - column_types.begin();
    types_.emplace_back(entry.key, static_cast<ColumnType>(at));
  }
}

Node TypesField::write() const {
  Node node = Node::mapping();
  for (const auto& [column, type] : types_) node.add(column, Node::of(column_types.at(static_cast<std::size_t>(type))));
  return node;
}

nlohmann::json TypesField::schema() const {
  return {{"type", "object"}, {"additionalProperties", {{"enum", column_types}}}};
}

std::string TypesField::allowed() const {
  return fmt::format("a mapping from columns to their types ({})", fmt::join(column_types, ", "));
}

void CellTextsField::read(const Node& node, std::string_view path, Problems& problems) {
  if (!node.is_sequence()) {
    const std::string hint = node.is_scalar() ? fmt::format(": [{}]", node.scalar) : "";
    problems.add(node.location, path, fmt::format("found {}, expected {}{}", found(node), allowed(), hint));
    return;
  }
  texts_.clear();
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const Node& item = node.items[i];
    if (item.is_scalar()) {
      texts_.push_back(item.scalar);
    } else {
      problems.add(item.location, fmt::format("{}[{}]", path, i),
                   fmt::format("found {}, expected a text; put it in quotes if it is one", found(item)));
    }
  }
}

Node CellTextsField::write() const {
  std::vector<Node> items;
  for (const std::string& text : texts_) items.push_back(Node::of(text));
  return Node::sequence(std::move(items));
}

nlohmann::json CellTextsField::schema() const {
  return {{"type", "array"}, {"items", {{"type", {"string", "number", "boolean"}}}}};
}

std::string CellTextsField::allowed() const {
  return "a list of texts";
}

}  // namespace actlab
