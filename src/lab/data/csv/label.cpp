#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <span>
#include <utility>

#include "lab/data/csv/cell_refusals.h"
#include "lab/data/csv/column_checks.h"
#include "lab/data/csv/dates.h"
#include "lab/data/csv/format.h"
#include "lab/data/csv/recipe.h"

namespace actlab {
namespace {

constexpr std::int64_t most_classes = 100;       // that need not be asked for
constexpr std::size_t most_number_classes = 20;  // of whole numbers

class LabelDecider {
 public:
  explicit LabelDecider(TableCheck& check)
      : check_(check), table_(check.table), column_(check.chosen.label), format_(format_of(check.csv).numbers) {}

  void decide() {
    check_.recipe.label.column = column_;
    const auto asked = check_.chosen.types.find(column_);
    if (asked != check_.chosen.types.end()) asked_ = asked->second;
    if (table_.counts(column_).missing == table_.rows()) return refuse("has no value");
    if (check_.csv.task == "regression") return decide_regression();
    if (check_.csv.task == "classes" || asked_ == ColumnType::category || asked_ == ColumnType::boolean)
      return use_classes(check_.csv.task == "classes" ? "" : "by types");
    const bool must_be_number = asked_ == ColumnType::number && has_texts();
    if (asked_ == ColumnType::date || must_be_number) return decide_regression();
    if (table_.counts(column_).texts > 0) return decide_texts();
    decide_numbers();
  }

 private:
  bool has_texts() const { return table_.counts(column_).texts > 0; }
  std::string name() const { return shortened(shown_name(table_, column_)); }

  template <class Function> void for_each_row(const Function& function) const {
    if (check_.recipe.rows) {
      for (const std::int64_t row : *check_.recipe.rows) function(static_cast<std::size_t>(row));
    } else {
      for (std::size_t row = 0; row < static_cast<std::size_t>(table_.rows()); ++row) function(row);
    }
  }
  std::int64_t rows() const { return check_.recipe.rows ? std::ssize(*check_.recipe.rows) : table_.rows(); }

  // Says why it is one, or nothing if its whole numbers are classes.
  std::optional<std::string> reason_for_regression() const {
    const auto numbers = table_.numbers(column_);
    std::set<double> distinct;
    std::optional<double> fraction;
    for_each_row([&](std::size_t row) {
      const double x = numbers[row];
      if (std::isnan(x) || fraction) return;
      if (x != std::floor(x)) fraction = x;
      if (distinct.size() <= most_number_classes) distinct.insert(x);
    });
    if (fraction) return fmt::format("'{}' has fractions ({:g})", name(), *fraction);
    if (distinct.size() > most_number_classes)
      return fmt::format("'{}' has more than {} different numbers", name(), most_number_classes);
    if (2 * std::ssize(distinct) > rows() && distinct.size() > 1)
      return fmt::format("the numbers of '{}' do not occur twice on average", name());
    return std::nullopt;
  }

  void decide_numbers() {
    if (asked_ != ColumnType::number && rises_by_one(table_.numbers(column_)))
      return refuse("counts the rows", ColumnType::number);
    if (is_constant(table_, column_)) return refuse(fmt::format("is '{}' in every row", table_.cell(0, column_)));
    if (const auto reason = reason_for_regression()) {
      use_numbers(*reason);
    } else {
      use_classes(fmt::format("'{}' has whole numbers, few and often", name()));
    }
  }

  void decide_texts() {
    if (refuse_number_format(check_, column_) || refuse_missing_texts(check_, column_)) return;
    const CsvTable::Texts texts = table_.texts(column_);
    if (table_.counts(column_).numbers == 0 && !booleans_of(texts.levels) && days_of(texts.levels))
      return refuse(fmt::format("has dates ('{}', …)", texts.levels.front()), ColumnType::date);
    use_classes(fmt::format("'{}' has {}", name(), booleans_of(texts.levels) ? "booleans" : "text"));
  }

  void decide_regression() {
    if (!has_texts() && asked_ != ColumnType::date) return use_numbers("");
    CsvTable::Texts texts = has_texts() ? table_.texts(column_) : texts_of_numbers(table_, column_);
    const auto values = asked_ == ColumnType::date ? days_of(texts.levels) : booleans_of(texts.levels);
    if (values) {
      check_.recipe.label.texts = std::move(texts);
      check_.recipe.label.values = *values;
      check_.recipe.label.has_dates = asked_ == ColumnType::date;
      return use_numbers(asked_ == ColumnType::date ? fmt::format("'{}' has dates", name()) : "");
    }
    if (refuse_number_format(check_, column_) || refuse_missing_texts(check_, column_)) return;
    const TextCells cells = text_cells(table_, format_, column_);
    add(fmt::format("{}: found {}; the label of a regression must be a number",
                    place_of(table_, cells.first_row, column_), quoted_list(cells.distinct, 3)));
    check_.refusal.proposal.task = "auto";
    if (asked_) set_type(check_.refusal.proposal, table_, column_, ColumnType::category);
  }

  void use_numbers(std::string reason) {
    check_.recipe.label.is_regression = true;
    check_.recipe.label.reason = std::move(reason);
  }

  void use_classes(std::string reason) {
    Label& label = check_.recipe.label;
    label.texts = has_texts() ? table_.texts(column_) : texts_of_numbers(table_, column_);
    const bool booleans = booleans_of(label.texts.levels).has_value();
    const LevelOrder order = !has_texts() ? LevelOrder::number : booleans ? LevelOrder::boolean : LevelOrder::text;
    label.classes = levels_of(label.texts, order, format_, check_.recipe.rows);
    label.reason = std::move(reason);
    check_classes(std::ssize(label.classes.names));
  }

  // A column of measurements used as classes, or a single class, is probably a mistake in the config.
  void check_classes(std::int64_t classes) {
    const std::int64_t counted = std::count_if(check_.recipe.label.classes.counts.begin(),
                                               check_.recipe.label.classes.counts.end(), [](auto n) { return n > 0; });
    if (counted < 2) {
      return refuse(counted == 0 ? "has no value"
                                 : fmt::format("has the class '{}' in every row; two or more classes are needed",
                                               check_.recipe.label.classes.names.front()));
    }
    if (2 * classes > rows()) return refuse_many(classes);
    if (classes <= most_classes || check_.csv.task == "classes") return;
    add(fmt::format("{}: has {} different texts; more than {} classes must be asked for", place_of(table_, 0, column_),
                    classes, most_classes));
    check_.refusal.proposal.task = "classes";
  }

  void refuse_many(std::int64_t classes) {
    const std::string found =
        fmt::format("has {} different classes in {} rows; a class needs two or more rows", classes, rows());
    if (has_texts()) return refuse(found);
    add(fmt::format("{}: {}. It has numbers, which a regression predicts", place_of(table_, 0, column_), found));
    check_.refusal.proposal.task = "regression";
  }

  void add(std::string message) { check_.refusal.messages.push_back(std::move(message)); }

  // The column cannot be predicted. Proposes another one, or a type of this one if there is no other.
  void refuse(const std::string& why, std::optional<ColumnType> type = std::nullopt) {
    add(fmt::format("{}: the label {}", place_of(table_, 0, column_), why));
    if (const auto other = other_label()) {
      leave_out(check_.refusal.proposal, table_, column_);
      check_.refusal.proposal.label = reference_to(table_, check_.csv, *other);
      check_.refusal.proposal.task = check_.csv.task == "classes" ? "auto" : check_.csv.task;
    } else if (type) {
      set_type(check_.refusal.proposal, table_, column_, *type);
    }
  }

  // The last column that can be predicted and leaves another one as a feature.
  std::optional<std::int64_t> other_label() const {
    if (check_.recipe.features.size() < 2) return std::nullopt;
    for (std::size_t i = check_.recipe.features.size(); i-- > 0;) {
      const std::int64_t column = check_.recipe.features[i].column.column;
      if (!check_.chosen.are_listed && can_be_label(column)) return column;
    }
    return std::nullopt;
  }

  bool can_be_label(std::int64_t column) const {
    const CsvTable::Counts counts = table_.counts(column);
    if (2 * counts.missing > table_.rows() || is_constant(table_, column)) return false;
    if (counts.texts == 0) return !rises_by_one(table_.numbers(column));
    return check_.csv.task != "regression" && counts.numbers == 0 && counts.levels <= most_classes &&
           2 * counts.levels <= table_.rows();
  }

  TableCheck& check_;
  const CsvTable& table_;
  std::int64_t column_;
  NumberFormat format_;
  std::optional<ColumnType> asked_;
};

}  // namespace

void decide_label(TableCheck& check) {
  LabelDecider(check).decide();
}

}  // namespace actlab
