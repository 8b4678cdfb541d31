#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "lab/config/fields.h"
#include "lab/data/data_source.h"

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

/// The types of some columns: `{sex: category, 3: number}`. A key is a column's name or, if no column has that name,
/// its index.
class TypesField : public CustomField {
 public:
  using Entry = std::pair<std::string, ColumnType>;

  TypesField() = default;
  explicit TypesField(std::vector<Entry> types) : types_(std::move(types)) {}
  void read(const Node& node, std::string_view path, Problems& problems) override;
  Node write() const override;
  nlohmann::json schema() const override;
  std::string allowed() const override;

  const std::vector<Entry>& values() const { return types_; }

 private:
  std::vector<Entry> types_;
};

/// A list of texts, in which numbers are texts too: `[NA, "?", -999]`.
class CellTextsField : public CustomField {
 public:
  CellTextsField() = default;
  explicit CellTextsField(std::vector<std::string> texts) : texts_(std::move(texts)) {}
  void read(const Node& node, std::string_view path, Problems& problems) override;
  Node write() const override;
  nlohmann::json schema() const override;
  std::string allowed() const override;

  const std::vector<std::string>& values() const { return texts_; }

 private:
  std::vector<std::string> texts_;
};

}  // namespace actlab
