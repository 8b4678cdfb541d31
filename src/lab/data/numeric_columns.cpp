#include "lab/data/numeric_columns.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace actlab {
namespace {

struct Moments {
  double mean = 0;
  double deviation = 0;
};

// Of `count` values, in the range of float32. Two passes, because the difference of two sums would lose the digits of a
// small deviation from a large mean. Where the deviation is within the rounding of the mean, the values have none; the
// bound is scikit-learn's.
template <class At> Moments moments_of(std::size_t count, const At& at) {
  const auto n = static_cast<double>(count);
  double sum = 0, differences = 0, squares = 0;
  for (std::size_t i = 0; i < count; ++i) sum += at(i);
  const double mean = sum / n;
  for (std::size_t i = 0; i < count; ++i) {
    const double difference = at(i) - mean;
    differences += difference;
    squares += difference * difference;
  }
  const double rounding = differences / n;  // of the mean
  const double variance = std::max(0.0, squares / n - rounding * rounding);
  constexpr double epsilon = std::numeric_limits<double>::epsilon();
  const double bound = n * epsilon * variance + (n * mean * epsilon) * (n * mean * epsilon);
  return {mean + rounding, variance <= bound ? 0 : std::sqrt(variance)};
}

void set_column(Matrix& matrix, std::int64_t column, std::span<const double> values, std::span<const std::int64_t> rows,
                const Scaling& scaling) {
  for (std::int64_t i = 0; i < matrix.rows; ++i) {
    const double value = values[static_cast<std::size_t>(rows[static_cast<std::size_t>(i)])];
    matrix.at(i, column) = scaling.scaled(value, static_cast<std::size_t>(column));
  }
}

void measure(Scaling& scaling, std::size_t column, std::span<const double> values, const Split& split) {
  const Moments moments =
      moments_of(split.train.size(), [&](std::size_t i) { return values[static_cast<std::size_t>(split.train[i])]; });
  scaling.means[column] = moments.mean;
  scaling.deviations[column] = moments.deviation == 0 ? 1 : moments.deviation;
}

Scaling without_effect(std::int64_t columns) {
  const auto size = static_cast<std::size_t>(columns);
  return {std::vector<double>(size, 0), std::vector<double>(size, 1)};
}

}  // namespace

void standardize(Dataset& data, const NumericColumns& columns, const Split& split) {
  Scaling& inputs = data.preprocessing.inputs = without_effect(data.features());
  for (const NumericColumns::Column& column : columns.features) {
    measure(inputs, static_cast<std::size_t>(column.input), column.values, split);
    set_column(data.train.inputs, column.input, column.values, split.train, inputs);
    set_column(data.test.inputs, column.input, column.values, split.test, inputs);
  }
  if (columns.targets.empty()) return;
  Scaling& targets = data.preprocessing.targets = without_effect(1);
  measure(targets, 0, columns.targets, split);
  set_column(data.train.values, 0, columns.targets, split.train, targets);
  set_column(data.test.values, 0, columns.targets, split.test, targets);
}

void note_absent_levels(Dataset& data) {
  if (!data.source) return;
  for (const FeatureColumn& column : data.source->columns) {
    for (std::int64_t level = 0; level < std::ssize(column.levels); ++level) {
      const std::int64_t input = column.first_input + level;
      std::int64_t row = 0;
      while (row < data.train.size() && data.train.inputs.at(row, input) == 0) ++row;
      if (row == data.train.size()) data.preprocessing.absent_inputs.push_back(input);
    }
  }
}

double deviation_of(std::span<const double> values) {
  return moments_of(values.size(), [&](std::size_t i) { return values[i]; }).deviation;
}

}  // namespace actlab
