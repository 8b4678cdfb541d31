#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lab/data/csv_table.h"

namespace actlab {

/// The distinct values of a column, in order. Texts that mean the same value ("9" and "9.0", "TRUE" and "true") are one
/// level, with the name of the first.
struct Levels {
  std::vector<std::string> names;
  std::vector<std::int64_t> counts;   ///< by level: its rows
  std::vector<std::int64_t> of_code;  ///< by code of CsvTable::Texts: the level, or -1 if no row has it
};

/// By value for numbers and booleans, by name for other texts.
enum class LevelOrder { text, number, boolean };

/// The levels of the given rows, or of all.
Levels levels_of(const CsvTable::Texts& texts, LevelOrder order, const NumberFormat& format,
                 const std::optional<std::vector<std::int64_t>>& rows);

/// The texts of a column of numbers: one level for each number, with the text of its first row.
CsvTable::Texts texts_of_numbers(const CsvTable& table, std::int64_t column);

/// TRUE, yes, t and y, in any case, are true; FALSE, no, f and n are false. Nothing for other texts.
std::optional<bool> boolean_of(const std::string& text);

/// The numbers 0 and 1 of a column of such texts; nothing if there is any other text, or if all mean the same.
std::optional<std::vector<double>> booleans_of(const std::vector<std::string>& texts);

}  // namespace actlab
