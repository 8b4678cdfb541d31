#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lab/data/csv/refusal.h"

namespace actlab {

/// Whether the cells that have a value all have the same one; true if none has a value.
bool is_constant(const CsvTable& table, std::int64_t column);

/// Whole numbers that rise by one from row to row: five rows or more, so that four measurements are not taken for an
/// index.
bool rises_by_one(std::span<const double> numbers);

/// Whether all cells that have a value are texts, each another one.
bool never_repeats(const CsvTable& table, std::int64_t column);

/// The text, cut if it is long: for messages.
std::string shortened(const std::string& text);

/// "file:line:column": the place of a cell.
std::string place_of(const CsvTable& table, std::int64_t row, std::int64_t column);

/// The cells of a column that are neither numbers nor missing.
struct TextCells {
  std::int64_t first_row = 0;
  std::int64_t count = 0;
  std::vector<std::string> distinct;
};
TextCells text_cells(const CsvTable& table, const NumberFormat& format, std::int64_t column);

/// The texts among numbers that may mean "no value", such as "?": few different ones, in the minority, without digits.
/// Nothing if they are more likely values.
std::optional<std::vector<std::string>> unknown_missing_texts(const CsvTable& table, const TextCells& cells,
                                                              std::int64_t column);

/// "'a', 'b' and 3 more": at most `shown` texts.
std::string quoted_list(const std::vector<std::string>& texts, std::size_t shown);
/// "a, b, … (3 more)": at most `shown` texts.
std::string short_list(const std::vector<std::string>& texts, std::size_t shown);

}  // namespace actlab
