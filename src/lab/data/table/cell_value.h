#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/data/csv_table.h"

namespace actlab {

/// The text without blanks (spaces and tabs) around it.
std::string_view trimmed(std::string_view text);

/// The number that a whole cell is, as pandas.read_csv has it: blanks around it, a plus, and infinities are allowed;
/// what is too large is infinite. A mark between thousands must have three digits after it. nullopt for other text and
/// NaN.
std::optional<double> parse_cell(std::string_view text, NumberFormat format = {});

/// The texts that mean "no value".
class MissingTexts {
 public:
  explicit MissingTexts(const std::vector<std::string>& texts);

  bool has(std::string_view text) const;
  /// For a cell that is a number. Usually there are no such numbers.
  bool has(double number) const;

 private:
  std::vector<std::string> texts_;  // sorted
  std::vector<double> numbers_;
  std::array<bool, 256> starts_{};  // whether a text starts with this byte
};

inline bool MissingTexts::has(double number) const {
  for (const double missing : numbers_) {
    if (missing == number) return true;
  }
  return false;
}

}  // namespace actlab
