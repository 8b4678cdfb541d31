#include "lab/data/table/column.h"

#include <iterator>
#include <limits>
#include <string>

#include "lab/data/table/cell_scanner.h"

namespace actlab {

void CsvColumn::add_missing() {
  numbers_.push_back(std::numeric_limits<double>::quiet_NaN());
  ++counts_.missing;
  if (dictionary_) dictionary_->codes.push_back(-1);
}

void CsvColumn::add_text(std::string_view cell) {
  if (counts_.numbers == 0 && counts_.texts == 0) {
    dictionary_.emplace();
    dictionary_->codes.assign(numbers_.size(), -1);
  }
  numbers_.push_back(std::numeric_limits<double>::quiet_NaN());
  ++counts_.texts;
  if (dictionary_) encode(cell);
}

void CsvColumn::encode(std::string_view cell) {
  const auto [at, is_new] = dictionary_->index.try_emplace(cell, static_cast<std::int32_t>(dictionary_->levels.size()));
  if (is_new) dictionary_->levels.push_back(cell);
  dictionary_->codes.push_back(at->second);
}

CsvTable::Counts CsvColumn::counts() const {
  CsvTable::Counts counts = counts_;
  if (counts.numbers == 0 && dictionary_) counts.levels = std::ssize(dictionary_->levels);
  return counts;
}

bool CsvColumn::find_texts(CsvTable::Texts& texts) const {
  if (!dictionary_) return false;
  texts.codes = dictionary_->codes;
  for (const std::string_view level : dictionary_->levels) texts.levels.push_back(CellScanner::unescaped(level));
  return true;
}

}  // namespace actlab
