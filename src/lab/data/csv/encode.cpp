#include "lab/data/csv/encode.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "core/memory.h"
#include "lab/data/csv/column_checks.h"
#include "lab/data/csv/summary.h"

namespace actlab {
namespace {

constexpr std::int64_t block = 1024;  // rows that are in the cache while all columns are written

// Numbers that float32 does not have, by column.
class LargeNumbers {
 public:
  explicit LargeNumbers(TableCheck& check) : check_(check) {}

  float checked(double value, std::int64_t row, std::int64_t column) {
    if (std::abs(value) <= std::numeric_limits<float>::max()) return static_cast<float>(value);
    add(row, column);
    return 0;
  }

  void report() {
    for (const auto& [column, found] : found_) report(column, found);
  }

 private:
  static constexpr std::size_t few = 5;
  struct Found {
    std::int64_t first_row, count;
    std::vector<std::string> distinct;  // one more than `few` at most
  };

  void add(std::int64_t row, std::int64_t column) {
    Found& found = found_.try_emplace(column, Found{row, 0, {}}).first->second;
    ++found.count;
    if (found.distinct.size() > few) return;
    const std::string cell = check_.table.cell(row, column);
    if (std::find(found.distinct.begin(), found.distinct.end(), cell) == found.distinct.end())
      found.distinct.push_back(cell);
  }

  void report(std::int64_t column, const Found& found) {
    check_.refusal.messages.push_back(
        fmt::format("{}: found {} in {} of {} cells; a number must be in the range of float32 (up to 3.4e38)",
                    place_of(check_.table, found.first_row, column), quoted_list(found.distinct, 3), found.count,
                    check_.table.rows()));
    if (found.distinct.size() <= few) {
      add_missing_texts(check_.refusal.proposal, check_.table, found.distinct);
    } else if (column != check_.chosen.label) {
      leave_out(check_.refusal.proposal, check_.table, column);
    }
  }

  TableCheck& check_;
  std::map<std::int64_t, Found> found_;
};

// The rows of the table that are samples.
class SampleRows {
 public:
  explicit SampleRows(const TableCheck& check) : rows_(check.recipe.rows), size_(check.table.rows()) {
    if (rows_) size_ = std::ssize(*rows_);
  }
  std::int64_t size() const { return size_; }
  std::int64_t at(std::int64_t sample) const { return rows_ ? (*rows_)[static_cast<std::size_t>(sample)] : sample; }

 private:
  const std::optional<std::vector<std::int64_t>>& rows_;
  std::int64_t size_;
};

struct Encoder {
  TableCheck& check;
  SampleRows rows;
  LargeNumbers& large;

  void write_numbers(const Feature& feature, Matrix& inputs, std::int64_t begin, std::int64_t end) {
    const auto numbers = check.table.numbers(feature.column.column);
    for (std::int64_t i = begin; i < end; ++i) {
      const std::int64_t row = rows.at(i);
      inputs.at(i, feature.column.first_input) =
          large.checked(numbers[static_cast<std::size_t>(row)], row, feature.column.column);
    }
  }

  void write_texts(const Feature& feature, Matrix& inputs, std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const auto code = static_cast<std::size_t>(feature.texts.codes[static_cast<std::size_t>(rows.at(i))]);
      if (feature.column.type == ColumnType::category) {
        inputs.at(i, feature.column.first_input + feature.levels.of_code[code]) = 1;
      } else {
        inputs.at(i, feature.column.first_input) = static_cast<float>(feature.values[code]);
      }
    }
  }

  Matrix inputs() {
    const FeatureColumn& last = check.recipe.features.back().column;
    Matrix inputs(rows.size(), last.first_input + last.inputs());
    for (std::int64_t begin = 0; begin < inputs.rows; begin += block) {
      const std::int64_t end = std::min(begin + block, inputs.rows);
      for (const Feature& feature : check.recipe.features) {
        if (feature.texts.codes.empty()) {
          write_numbers(feature, inputs, begin, end);
        } else {
          write_texts(feature, inputs, begin, end);
        }
      }
    }
    return inputs;
  }

  Matrix values() {
    const Label& label = check.recipe.label;
    const auto numbers = check.table.numbers(label.column);
    Matrix values(rows.size(), 1);
    for (std::int64_t i = 0; i < rows.size(); ++i) {
      const auto row = static_cast<std::size_t>(rows.at(i));
      const double value =
          label.texts.codes.empty() ? numbers[row] : label.values[static_cast<std::size_t>(label.texts.codes[row])];
      values.at(i, 0) = large.checked(value, rows.at(i), label.column);
    }
    return values;
  }

  std::vector<std::int64_t> labels() {
    const Label& label = check.recipe.label;
    std::vector<std::int64_t> labels;
    labels.reserve(static_cast<std::size_t>(rows.size()));
    for (std::int64_t i = 0; i < rows.size(); ++i) {
      const auto code = static_cast<std::size_t>(label.texts.codes[static_cast<std::size_t>(rows.at(i))]);
      labels.push_back(label.classes.of_code[code]);
    }
    return labels;
  }
};

std::vector<std::string> input_names(const Recipe& recipe) {
  std::vector<std::string> names;
  for (const Feature& feature : recipe.features) {
    if (feature.column.type != ColumnType::category) {
      names.push_back(feature.column.name);
      continue;
    }
    for (const std::string& level : feature.column.levels) names.push_back(feature.column.name + "=" + level);
    names.push_back(feature.column.name + "=(new)");
  }
  return names;
}

// Refuses more inputs than fit into memory, and proposes to leave out the category with most levels.
void check_memory(TableCheck& check) {
  const std::vector<Feature>& features = check.recipe.features;
  const std::int64_t inputs = features.back().column.first_input + features.back().column.inputs();
  const double needed =  // a data set is a copy
      2.0 * sizeof(float) * static_cast<double>(SampleRows(check).size()) * static_cast<double>(inputs);
  constexpr double small = 64e6;
  if (needed < small) return;
  const double available = available_memory();
  if (needed <= available) return;
  check.refusal.messages.push_back(fmt::format("{}: its {} inputs need at least {} of memory, but {} are available",
                                               check.table.file(), inputs, bytes_text(needed), bytes_text(available)));
  const auto most = std::max_element(features.begin(), features.end(), [](const Feature& x, const Feature& y) {
    return x.column.inputs() < y.column.inputs();
  });
  if (features.size() > 1 && most->column.inputs() > 1)
    leave_out(check.refusal.proposal, check.table, most->column.column);
}

bool has_sample(const Matrix& inputs, std::int64_t input) {
  for (std::int64_t row = 0; row < inputs.rows; ++row) {
    if (inputs.at(row, input) != 0) return true;
  }
  return false;
}

}  // namespace

Dataset encode(TableCheck& check) {
  check_memory(check);
  if (!check.refusal.empty()) return {};
  LargeNumbers large(check);
  Encoder encoder{check, SampleRows(check), large};
  Dataset data;
  data.train.inputs = encoder.inputs();
  data.feature_names = input_names(check.recipe);
  if (check.recipe.label.is_regression) {
    data.train.values = encoder.values();
  } else {
    data.train.labels = encoder.labels();
    data.class_names = check.recipe.label.classes.names;
    data.classes = std::ssize(data.class_names);
  }
  large.report();
  data.source = std::make_shared<const DataSource>(source_of(check));
  return data;
}

void mark_new_levels(Dataset& data) {
  if (!data.source) return;
  Matrix& test = data.test.inputs;
  for (const FeatureColumn& column : data.source->columns) {
    if (column.type != ColumnType::category) continue;
    const std::int64_t unknown = column.first_input + column.inputs() - 1;
    for (std::int64_t input = column.first_input; input < unknown; ++input) {
      if (test.rows == 0 || has_sample(data.train.inputs, input)) continue;
      for (std::int64_t row = 0; row < test.rows; ++row) {
        test.at(row, unknown) += std::exchange(test.at(row, input), 0.0f);
      }
    }
  }
}

}  // namespace actlab
