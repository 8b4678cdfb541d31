#include "lab/data/csv/column_checks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "core/visible.h"
#include "lab/data/table/cell_value.h"

namespace actlab {

std::string shortened(const std::string& text) {
  constexpr std::size_t bytes = 60;
  return text.size() <= bytes ? text : fmt::format("{}…", shortened_utf8(text, bytes));
}

bool is_constant(const CsvTable& table, std::int64_t column) {
  const CsvTable::Counts counts = table.counts(column);
  if (counts.texts > 0) return counts.numbers == 0 && counts.levels == 1;
  const auto numbers = table.numbers(column);
  const auto first = std::find_if(numbers.begin(), numbers.end(), [](double x) { return !std::isnan(x); });
  return std::all_of(first, numbers.end(), [&](double x) { return x == *first || std::isnan(x); });
}

bool rises_by_one(std::span<const double> numbers) {
  constexpr std::size_t fewest_rows = 5;
  if (numbers.size() < fewest_rows || numbers[0] != std::floor(numbers[0])) return false;
  for (std::size_t i = 1; i < numbers.size(); ++i) {
    if (numbers[i] != numbers[i - 1] + 1) return false;
  }
  return true;
}

bool never_repeats(const CsvTable& table, std::int64_t column) {
  const CsvTable::Counts counts = table.counts(column);
  return counts.numbers == 0 && counts.texts > 1 && counts.levels == counts.texts;
}

std::string place_of(const CsvTable& table, std::int64_t row, std::int64_t column) {
  return fmt::format("{}:{}:{}", table.file(), table.line(row), shortened(shown_name(table, column)));
}

TextCells text_cells(const CsvTable& table, const NumberFormat& format, std::int64_t column) {
  const CsvTable::Texts texts = table.texts(column);
  std::vector<bool> is_text;
  TextCells cells;
  for (const std::string& level : texts.levels) {
    is_text.push_back(!parse_cell(level, format));
    if (is_text.back()) cells.distinct.push_back(level);
  }
  for (std::size_t row = 0; row < texts.codes.size(); ++row) {
    const std::int32_t code = texts.codes[row];
    if (code < 0 || !is_text[static_cast<std::size_t>(code)]) continue;
    if (cells.count++ == 0) cells.first_row = static_cast<std::int64_t>(row);
  }
  return cells;
}

std::optional<std::vector<std::string>> unknown_missing_texts(const CsvTable& table, const TextCells& cells,
                                                              std::int64_t column) {
  constexpr std::size_t few = 5;
  const auto is_value = [](const std::string& text) {  // or cannot be written in a config
    return text.find_first_of("0123456789") != std::string::npos || visible(text) != text;
  };
  if (cells.distinct.size() > few || 2 * cells.count > table.counts(column).numbers ||
      std::any_of(cells.distinct.begin(), cells.distinct.end(), is_value))
    return std::nullopt;
  return cells.distinct;
}

std::string quoted_list(const std::vector<std::string>& texts, std::size_t shown) {
  std::vector<std::string> quoted;
  for (std::size_t i = 0; i < std::min(shown, texts.size()); ++i)
    quoted.push_back(fmt::format("'{}'", shortened(texts[i])));
  const std::string more = texts.size() > shown ? fmt::format(" and {} more", texts.size() - shown) : "";
  return fmt::format("{}{}", fmt::join(quoted, ", "), more);
}

std::string short_list(const std::vector<std::string>& texts, std::size_t shown) {
  std::vector<std::string> first;
  for (std::size_t i = 0; i < std::min(shown, texts.size()); ++i) first.push_back(shortened(texts[i]));
  const std::string more = texts.size() > shown ? fmt::format(", … ({} more)", texts.size() - shown) : "";
  return fmt::format("{}{}", fmt::join(first, ", "), more);
}

}  // namespace actlab
