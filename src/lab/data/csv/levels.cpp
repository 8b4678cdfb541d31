#include "lab/data/csv/levels.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <cstddef>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "lab/data/table/cell_value.h"

namespace actlab {
namespace {

using LevelKey = std::pair<double, std::string>;  // equal for texts that mean the same

LevelKey key_of(const std::string& text, LevelOrder order, const NumberFormat& format) {
  if (order == LevelOrder::number) return {parse_cell(text, format).value_or(0), ""};
  if (order == LevelOrder::boolean) return {boolean_of(text).value_or(false) ? 1 : 0, ""};
  return {0, text};
}

std::vector<std::int64_t> count_codes(const CsvTable::Texts& texts,
                                      const std::optional<std::vector<std::int64_t>>& rows) {
  std::vector<std::int64_t> counts(texts.levels.size());
  const auto add = [&](std::int32_t code) {
    if (code >= 0) ++counts[static_cast<std::size_t>(code)];
  };
  if (rows) {
    for (const std::int64_t row : *rows) add(texts.codes[static_cast<std::size_t>(row)]);
  } else {
    for (const std::int32_t code : texts.codes) add(code);
  }
  return counts;
}

}  // namespace

Levels levels_of(const CsvTable::Texts& texts, LevelOrder order, const NumberFormat& format,
                 const std::optional<std::vector<std::int64_t>>& rows) {
  const std::vector<std::int64_t> counts = count_codes(texts, rows);
  std::map<LevelKey, std::vector<std::size_t>> codes;  // that are one level
  for (std::size_t code = 0; code < counts.size(); ++code) {
    if (counts[code] > 0) codes[key_of(texts.levels[code], order, format)].push_back(code);
  }
  Levels levels;
  levels.of_code.assign(counts.size(), -1);
  for (const auto& [key, same] : codes) {
    const auto level = static_cast<std::int64_t>(levels.names.size());
    levels.names.push_back(texts.levels[same.front()]);
    levels.counts.push_back(0);
    for (const std::size_t code : same) {
      levels.of_code[code] = level;
      levels.counts.back() += counts[code];
    }
  }
  return levels;
}

CsvTable::Texts texts_of_numbers(const CsvTable& table, std::int64_t column) {
  const auto numbers = table.numbers(column);
  CsvTable::Texts texts;
  std::unordered_map<double, std::int32_t> code_of;
  texts.read.reserve(numbers.size());
  for (std::size_t row = 0; row < numbers.size(); ++row) {
    if (std::isnan(numbers[row])) {
      texts.read.push_back(-1);
      continue;
    }
    const auto [at, is_new] = code_of.try_emplace(numbers[row], static_cast<std::int32_t>(texts.levels.size()));
    if (is_new) texts.levels.push_back(table.cell(static_cast<std::int64_t>(row), column));
    texts.read.push_back(at->second);
  }
  texts.codes = texts.read;
  return texts;
}

std::optional<bool> boolean_of(const std::string& text) {
  static constexpr std::array<std::string_view, 4> yes{"true", "yes", "t", "y"}, no{"false", "no", "f", "n"};
  std::string folded;
  for (const char c : text) folded += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  if (std::find(yes.begin(), yes.end(), folded) != yes.end()) return true;
  if (std::find(no.begin(), no.end(), folded) != no.end()) return false;
  return std::nullopt;
}

std::optional<std::vector<double>> booleans_of(const std::vector<std::string>& texts) {
  std::vector<double> values;
  for (const std::string& text : texts) {
    const auto value = boolean_of(text);
    if (!value) return std::nullopt;
    values.push_back(*value ? 1 : 0);
  }
  const auto has = [&](double value) { return std::find(values.begin(), values.end(), value) != values.end(); };
  return has(0) && has(1) ? std::optional(values) : std::nullopt;
}

}  // namespace actlab
