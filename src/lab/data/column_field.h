#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "lab/config/fields.h"

namespace actlab {

/// A column of a file, in a config: its index (`4`; `-1` is the last), or its name in the header (`species`, or `"4"`
/// if the name is a number).
class ColumnField : public CustomField {
 public:
  using Column = std::variant<std::int64_t, std::string>;

  explicit ColumnField(Column column) : column_(std::move(column)) {}
  void read(const Node& node, std::string_view path, Problems& problems) override;
  Node write() const override;
  nlohmann::json schema() const override;
  std::string allowed() const override;

  const Column& value() const { return column_; }
  /// "column -1", or "'species'": for messages.
  std::string describe() const;

 private:
  Column column_;
};

/// A list of columns: `[x, y]`, `[0, id]`.
class ColumnsField : public CustomField {
 public:
  ColumnsField() = default;
  explicit ColumnsField(std::vector<ColumnField> columns) : columns_(std::move(columns)) {}
  void read(const Node& node, std::string_view path, Problems& problems) override;
  Node write() const override;
  nlohmann::json schema() const override;
  std::string allowed() const override;

  const std::vector<ColumnField>& values() const { return columns_; }

 private:
  std::vector<ColumnField> columns_;
};

}  // namespace actlab
