#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "lab/data/csv/cell_refusals.h"
#include "lab/data/csv/column_checks.h"
#include "lab/data/csv/dates.h"
#include "lab/data/csv/format.h"
#include "lab/data/csv/recipe.h"

namespace actlab {
namespace {

class FeatureDecider {
 public:
  explicit FeatureDecider(TableCheck& check) : check_(check), table_(check.table) {}

  void decide() {
    for (const std::int64_t column : check_.chosen.features) decide(column);
    if (!left_out_.empty()) check_.recipe.notes.push_back("left out: " + short_list(left_out_, 6));
    if (!check_.recipe.features.empty() || is_fixable_) {
      for (const auto& [column, use] : refused_) leave_out(check_.refusal.proposal, table_, column);
    } else {
      refuse_table();
    }
  }

 private:
  using Edit = std::function<void(Csv&)>;

  void decide(std::int64_t column) {
    const auto asked = check_.chosen.types.find(column);
    const bool is_nameless = table_.names()[static_cast<std::size_t>(column)].empty();
    if (is_nameless && !check_.chosen.is_asked_for(column)) return refuse_nameless(column);
    if (asked != check_.chosen.types.end()) return use_as(column, asked->second);
    if (is_constant(table_, column) && !check_.chosen.are_listed) return leave_out_constant(column);
    const CsvTable::Counts counts = table_.counts(column);
    if (counts.texts == 0) return decide_numbers(column);
    if (counts.numbers > 0) return refuse_mixed(column);
    decide_texts(column);
  }

  void decide_numbers(std::int64_t column) {
    if (rises_by_one(table_.numbers(column)) && !check_.chosen.are_listed) {
      left_out_.push_back(fmt::format("{} (counts the rows)", shown_name(table_, column)));
      ways_.emplace_back([=, this](Csv& csv) { set_type(csv, table_, column, ColumnType::number); });
    } else {
      use_as(column, ColumnType::number);
    }
  }

  void decide_texts(std::int64_t column) {
    if (refuse_number_format(check_, column)) {
      is_fixable_ = true;
      return;
    }
    CsvTable::Texts texts = table_.texts(column);
    if (booleans_of(texts.levels)) return use_texts(column, ColumnType::boolean, std::move(texts));
    if (days_of(texts.levels)) return refuse_date(column, texts.levels.front());
    if (never_repeats(table_, column) && !check_.chosen.are_listed) {
      left_out_.push_back(fmt::format("{} (its texts never repeat)", shown_name(table_, column)));
    } else {
      use_texts(column, ColumnType::category, std::move(texts));
    }
  }

  void use_as(std::int64_t column, ColumnType type) {
    const bool has_texts = table_.counts(column).texts > 0;
    if (type == ColumnType::identifier) {
      left_out_.push_back(fmt::format("{} (an identifier, by types)", shown_name(table_, column)));
    } else if (type == ColumnType::number && has_texts) {
      refuse_mixed(column);
    } else if (type == ColumnType::number || (type == ColumnType::boolean && !has_texts)) {
      use_numbers(column, type);
    } else {
      use_texts(column, type, has_texts ? table_.texts(column) : texts_of_numbers(table_, column));
    }
  }

  void use_numbers(std::int64_t column, ColumnType type) {
    const auto numbers = table_.numbers(column);
    const auto is_boolean = [](double x) { return x == 0 || x == 1 || std::isnan(x); };
    if (type == ColumnType::boolean && !std::all_of(numbers.begin(), numbers.end(), is_boolean))
      return refuse_type(column, "booleans (true and false, yes and no, 0 and 1)", ColumnType::number);
    add({}, column, type);
  }

  void use_texts(std::int64_t column, ColumnType type, CsvTable::Texts texts) {
    std::optional<std::vector<double>> values;
    if (type == ColumnType::category) {
      const auto levels = static_cast<std::int64_t>(texts.levels.size());
      if (levels > check_.csv.max_levels) return refuse_levels(column, levels);
    } else {
      values = type == ColumnType::date ? days_of(texts.levels) : booleans_of(texts.levels);
      if (!values) {
        return refuse_type(column, type == ColumnType::date ? "dates" : "booleans (true and false, yes and no)",
                           table_.counts(column).texts == 0 ? ColumnType::number : ColumnType::category);
      }
    }
    Feature feature;
    feature.texts = std::move(texts);
    feature.values = values.value_or(std::vector<double>{});
    add(std::move(feature), column, type);
  }

  void add(Feature feature, std::int64_t column, ColumnType type) {
    feature.column.name = shown_name(table_, column);
    feature.column.column = column;
    feature.column.type = type;
    check_.recipe.features.push_back(std::move(feature));
  }

  void leave_out_constant(std::int64_t column) {
    const auto counts = table_.counts(column);
    const bool is_empty = counts.missing == table_.rows();
    left_out_.push_back(
        fmt::format("{} ({})", shown_name(table_, column), is_empty ? "has no value" : "has only one value"));
  }

  void refuse(std::string message) { check_.refusal.messages.push_back(std::move(message)); }
  // Leaves the column out, or uses it by `edit` if nothing else is left.
  void refuse(std::int64_t column, std::string message, Edit edit) {
    refuse(std::move(message));
    refused_.emplace_back(column, edit);
    if (edit) ways_.push_back(std::move(edit));
  }
  // Uses the column by `edit`.
  void refuse_and_fix(std::string message, const Edit& edit) {
    refuse(std::move(message));
    edit(check_.refusal.proposal);
    is_fixable_ = true;
  }

  void refuse_nameless(std::int64_t column) {
    refuse(
        fmt::format("{}: column {} has no name in the header, as the row names of R and the index of pandas; to use "
                    "it list it in columns or types",
                    table_.file(), column));
    leave_out(check_.refusal.proposal, table_, column);
  }

  void refuse_mixed(std::int64_t column) {
    if (refuse_number_format(check_, column) || refuse_missing_texts(check_, column)) {
      is_fixable_ = true;
      return;
    }
    const TextCells cells = text_cells(table_, format_of(check_.csv).numbers, column);
    const CsvTable::Counts counts = table_.counts(column);
    const std::string found = fmt::format("{}: found {} in {} of {} cells", place_of(table_, cells.first_row, column),
                                          quoted_list(cells.distinct, 3), cells.count, table_.rows());
    const auto levels = static_cast<std::int64_t>(table_.texts(column).levels.size());
    const std::string what = counts.numbers == 0 ? "" : fmt::format(", and numbers in {}", counts.numbers);
    if (levels > check_.csv.max_levels) {
      return refuse(
          column,
          fmt::format("{}{}; as a number it cannot be used, and as a category it has {} levels", found, what, levels),
          {});
    }
    refuse_and_fix(found + what + "; it may be a category",
                   [&](Csv& csv) { set_type(csv, table_, column, ColumnType::category); });
  }

  void refuse_date(std::int64_t column, const std::string& first) {
    refuse(column,
           fmt::format("{}: has dates ('{}', …); leave it out, or count its days from the first: types: {{{}: date}}",
                       place_of(table_, 0, column), first, to_flow(reference_to(table_, check_.csv, column).write())),
           [=, this](Csv& csv) { set_type(csv, table_, column, ColumnType::date); });
  }

  void refuse_levels(std::int64_t column, std::int64_t levels) {
    refuse(
        column,
        fmt::format("{}: has {} different texts, and max_levels is {}; leave it out, or allow so many inputs with "
                    "max_levels: {}",
                    place_of(table_, 0, column), levels, check_.csv.max_levels, levels),
        never_repeats(table_, column) ? Edit() : [=](Csv& csv) { csv.max_levels = std::max(csv.max_levels, levels); });
  }

  void refuse_type(std::int64_t column, std::string_view what, ColumnType proposal) {
    refuse_and_fix(fmt::format("{}: its cells are not {}, as types says", place_of(table_, 0, column), what),
                   [&](Csv& csv) { set_type(csv, table_, column, proposal); });
  }

  // No feature is left. Uses what was left out, if there is a way.
  void refuse_table() {
    if (table_.columns() == 1) {
      refuse(fmt::format("{}: its only column is the label; at least one feature is needed (check the delimiter)",
                         table_.file()));
    } else {
      refuse(fmt::format("{}: no column is left as a feature; at least one is needed{}{}", table_.file(),
                         left_out_.empty() ? "" : "; left out: ", short_list(left_out_, 6)));
    }
    for (const Edit& edit : ways_) edit(check_.refusal.proposal);
  }

  TableCheck& check_;
  const CsvTable& table_;
  std::vector<std::string> left_out_;
  std::vector<std::pair<std::int64_t, Edit>> refused_;
  std::vector<Edit> ways_;   // to use columns that would be left out
  bool is_fixable_ = false;  // a refused column is a feature with the proposal
};

}  // namespace

void decide_features(TableCheck& check) {
  FeatureDecider(check).decide();
}

}  // namespace actlab
