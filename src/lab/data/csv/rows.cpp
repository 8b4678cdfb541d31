#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <utility>

#include "lab/data/csv/column_checks.h"
#include "lab/data/csv/recipe.h"

namespace actlab {
namespace {

// A column that is used and has missing cells.
struct Gap {
  std::int64_t column;
  std::vector<std::int64_t> rows;
};

Gap gap_of(const CsvTable& table, std::int64_t column) {
  Gap gap{column, {}};
  const auto numbers = table.numbers(column);
  const CsvTable::Texts texts = table.counts(column).texts > 0 ? table.texts(column) : CsvTable::Texts();
  for (std::int64_t row = 0; row < table.rows(); ++row) {
    const auto i = static_cast<std::size_t>(row);
    if (texts.codes.empty() ? std::isnan(numbers[i]) : texts.codes[i] < 0) gap.rows.push_back(row);
  }
  return gap;
}

// Of the label first, then of the features with most missing cells. A label without any value is refused by itself.
std::vector<Gap> gaps_of(const TableCheck& check) {
  std::vector<std::int64_t> columns{check.chosen.label};
  for (const Feature& feature : check.recipe.features) columns.push_back(feature.column.column);
  std::vector<Gap> gaps;
  for (const std::int64_t column : columns) {
    const std::int64_t missing = check.table.counts(column).missing;
    const bool is_empty_label = column == check.chosen.label && missing == check.table.rows();
    if (missing > 0 && !is_empty_label) gaps.push_back(gap_of(check.table, column));
  }
  const auto features = gaps.begin() + (!gaps.empty() && gaps.front().column == check.chosen.label ? 1 : 0);
  std::stable_sort(features, gaps.end(), [](const Gap& a, const Gap& b) { return a.rows.size() > b.rows.size(); });
  return gaps;
}

// Counts for each row in how many gaps it is.
std::vector<std::int32_t> missing_by_row(const std::vector<Gap>& gaps, std::int64_t rows) {
  std::vector<std::int32_t> missing(static_cast<std::size_t>(rows));
  for (const Gap& gap : gaps) {
    for (const std::int64_t row : gap.rows) ++missing[static_cast<std::size_t>(row)];
  }
  return missing;
}

// Leaves out the columns with most missing cells, until half of the rows that have a label are complete. Keeps one
// feature at least.
void propose(TableCheck& check, const std::vector<Gap>& gaps) {
  const std::int64_t rows = check.table.rows();
  auto missing = missing_by_row(gaps, rows);
  const auto complete = [&] { return std::count(missing.begin(), missing.end(), 0); };
  const bool label_has_gap = !gaps.empty() && gaps.front().column == check.chosen.label;
  const std::int64_t labelled = rows - (label_has_gap ? std::ssize(gaps.front().rows) : 0);
  std::size_t features = check.recipe.features.size();
  for (std::size_t i = label_has_gap ? 1 : 0; i < gaps.size() && features > 1 && 2 * complete() < labelled; ++i) {
    for (const std::int64_t row : gaps[i].rows) --missing[static_cast<std::size_t>(row)];
    leave_out(check.refusal.proposal, check.table, gaps[i].column);
    --features;
  }
  if (complete() < rows) check.refusal.proposal.missing.rows = "drop";
}

std::string counts_text(const TableCheck& check, const std::vector<Gap>& gaps) {
  std::vector<std::string> columns;
  for (const Gap& gap : gaps)
    columns.push_back(fmt::format("{} ({})", shown_name(check.table, gap.column), gap.rows.size()));
  return short_list(columns, 6);
}

void refuse_gaps(TableCheck& check, const std::vector<Gap>& gaps) {
  constexpr std::size_t shown = 5;
  for (std::size_t i = 0; i < std::min(shown, gaps.size()); ++i) {
    const auto [column, rows] = std::pair(gaps[i].column, std::span(gaps[i].rows));
    const std::string cell = check.table.cell(rows.front(), column);
    check.refusal.messages.push_back(
        fmt::format("{}: found {}; {} of {} rows have no value here", place_of(check.table, rows.front(), column),
                    cell.empty() ? "an empty cell" : fmt::format("'{}', which stands for a missing value", cell),
                    rows.size(), check.table.rows()));
  }
  if (gaps.size() > shown) {
    const std::vector<Gap> rest(gaps.begin() + shown, gaps.end());
    check.refusal.messages.push_back(fmt::format("{}: {} more columns have missing cells: {}", check.table.file(),
                                                 rest.size(), counts_text(check, rest)));
  }
  propose(check, gaps);
}

}  // namespace

void decide_rows(TableCheck& check) {
  const std::vector<Gap> gaps = gaps_of(check);
  if (gaps.empty()) return;
  if (check.csv.missing.rows == "error") return refuse_gaps(check, gaps);
  const auto missing = missing_by_row(gaps, check.table.rows());
  std::vector<std::int64_t> kept;
  for (std::int64_t row = 0; row < check.table.rows(); ++row) {
    if (missing[static_cast<std::size_t>(row)] == 0) kept.push_back(row);
  }
  const std::string counts = counts_text(check, gaps);
  if (kept.size() < 2) {
    check.refusal.messages.push_back(
        fmt::format("{}: without rows that have a missing cell, {} of {} rows are left; missing: {}",
                    check.table.file(), kept.size(), check.table.rows(), counts));
    return propose(check, gaps);
  }
  check.recipe.rows = std::move(kept);
  check.recipe.notes.push_back(fmt::format("dropped {} of {} rows, which have missing cells: {}",
                                           check.table.rows() - std::ssize(*check.recipe.rows), check.table.rows(),
                                           counts));
}

}  // namespace actlab
