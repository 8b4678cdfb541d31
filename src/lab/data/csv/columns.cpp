#include "lab/data/csv/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "core/error.h"

namespace actlab {
namespace {

// Finds the columns of one config, one key after the other.
class ColumnFinder {
 public:
  ColumnFinder(const CsvTable& table, const Csv& csv, Refusal& refusal) : table_(table), csv_(csv), refusal_(refusal) {}

  ChosenColumns find() {
    if (const auto label = resolve(csv_.label)) {
      chosen_.label = *label;
    } else {
      refusal_.proposal.label = known(csv_.label).value_or(ColumnField(std::int64_t{-1}));
    }
    const std::vector<std::int64_t> ignored = find_ignored();
    const auto is_ignored = [&](std::int64_t i) {
      return std::find(ignored.begin(), ignored.end(), i) != ignored.end();
    };
    find_types();
    chosen_.are_listed = !csv_.columns.values().empty();
    if (chosen_.are_listed) {
      find_listed(is_ignored);
    } else {
      for (std::int64_t i = 0; i < table_.columns(); ++i) {
        if (i != chosen_.label && !is_ignored(i)) chosen_.features.push_back(i);
      }
    }
    return chosen_;
  }

 private:
  std::optional<std::int64_t> resolve(const ColumnField& field) {
    try {
      return find_column(table_, field);
    } catch (const UsageError& error) {
      refusal_.messages.emplace_back(error.what());
      return std::nullopt;
    }
  }

  // The column that a misspelt name means.
  std::optional<ColumnField> known(const ColumnField& field) const {
    const auto* name = std::get_if<std::string>(&field.value());
    if (name == nullptr) return std::nullopt;
    const std::vector<std::string_view> names(table_.names().begin(), table_.names().end());
    const std::string nearest(nearest_name(*name, names));
    if (nearest.empty() || std::count(names.begin(), names.end(), nearest) != 1) return std::nullopt;
    return ColumnField(nearest);
  }

  std::vector<std::int64_t> find_ignored() {
    std::vector<std::int64_t> ignored;
    std::vector<ColumnField> valid;
    for (const ColumnField& field : csv_.ignore.values()) {
      const auto column = resolve(field);
      if (column) ignored.push_back(*column);
      if (const auto proposal = column ? std::optional(field) : known(field)) valid.push_back(*proposal);
    }
    refusal_.proposal.ignore = ColumnsField(valid);
    return ignored;
  }

  template <class IsIgnored> void find_listed(const IsIgnored& is_ignored) {
    std::vector<ColumnField> valid;
    for (const ColumnField& field : csv_.columns.values()) {
      const auto column = resolve(field);
      if (!column) {
        if (const auto proposal = known(field)) valid.push_back(*proposal);
        continue;
      }
      const bool is_twice =
          std::find(chosen_.features.begin(), chosen_.features.end(), *column) != chosen_.features.end();
      if (*column == chosen_.label || is_ignored(*column) || is_twice) {
        refusal_.messages.push_back(fmt::format("{}: {} is in columns, and is also {}", table_.file(), field.describe(),
                                                *column == chosen_.label ? "the label"
                                                : is_ignored(*column)    ? "in ignore"
                                                                         : "there twice"));
        continue;
      }
      chosen_.features.push_back(*column);
      valid.push_back(field);
    }
    refusal_.proposal.columns = ColumnsField(valid);
  }

  // A key is a name, or the index of a column if none has that name.
  ColumnField field_of(const std::string& key) const {
    std::int64_t index = 0;
    const char* end = key.data() + key.size();
    const auto [stop, error] = std::from_chars(key.data(), end, index);
    const bool is_name = std::find(table_.names().begin(), table_.names().end(), key) != table_.names().end();
    return !is_name && error == std::errc{} && stop == end ? ColumnField(index) : ColumnField(key);
  }

  void find_types() {
    std::vector<TypesField::Entry> valid;
    for (const auto& [key, type] : csv_.types.values()) {
      const auto column = resolve(field_of(key));
      if (!column) continue;
      valid.emplace_back(key, type);
      if (chosen_.types.emplace(*column, type).second) continue;
      refusal_.messages.push_back(fmt::format("{}: types has column {} twice", table_.file(), *column));
      valid.pop_back();
    }
    refusal_.proposal.types = TypesField(valid);
  }

  const CsvTable& table_;
  const Csv& csv_;
  Refusal& refusal_;
  ChosenColumns chosen_;
};

}  // namespace

ChosenColumns choose_columns(const CsvTable& table, const Csv& csv, Refusal& refusal) {
  return ColumnFinder(table, csv, refusal).find();
}

}  // namespace actlab
