#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/memory.h"
#include "lab/data/csv_table.h"

namespace actlab {

/// A column while it is read: every cell as a number, and as text too if its first cell that has a value is text. A
/// column of numbers would need a dictionary as large as the file.
class CsvColumn {
 public:
  void reserve(std::size_t rows) {
    numbers_.reserve(rows);
    prefer_large_pages(numbers_.data(), rows * sizeof(double));
  }

  void add_number(double value, std::string_view cell) {
    numbers_.push_back(value);
    ++counts_.numbers;
    if (dictionary_) encode(cell);
  }
  void add_missing();
  void add_text(std::string_view cell);

  const std::vector<double>& numbers() const { return numbers_; }
  CsvTable::Counts counts() const;
  /// The texts, whose codes stay here. False if they must be read again.
  bool find_texts(CsvTable::Texts& texts) const;

 private:
  struct Dictionary {
    std::unordered_map<std::string_view, std::int32_t> index;
    std::vector<std::string_view> levels;
    std::vector<std::int32_t> codes;
  };

  void encode(std::string_view cell);

  std::vector<double> numbers_;
  CsvTable::Counts counts_;
  std::optional<Dictionary> dictionary_;
};

}  // namespace actlab
