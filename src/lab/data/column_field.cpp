#include "lab/data/column_field.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "lab/config/values.h"

namespace actlab {

void ColumnField::read(const Node& node, std::string_view path, Problems& problems) {
  if (node.kind != Node::Kind::scalar || node.scalar.empty()) {
    problems.add(node.location, path, fmt::format("found {}; it must be {}", found(node), allowed()));
    return;
  }
  if (const std::optional<std::int64_t> index = as_integer(node)) {
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

}  // namespace actlab
