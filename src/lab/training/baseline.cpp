#include "lab/training/baseline.h"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace actlab {
namespace {

std::vector<double> column_means(const Matrix& values) {
  std::vector<double> means(static_cast<std::size_t>(values.columns));
  for (std::int64_t i = 0; i < values.rows; ++i) {
    for (std::int64_t j = 0; j < values.columns; ++j) means[static_cast<std::size_t>(j)] += values.at(i, j);
  }
  for (double& mean : means) mean /= static_cast<double>(values.rows);
  return means;
}

// In the units of the data: `scaling` is that of the values.
Score score_means(const Matrix& values, const std::vector<double>& means, const Scaling& scaling) {
  if (values.rows == 0) return {};
  double sum = 0;
  for (std::int64_t i = 0; i < values.rows; ++i) {
    for (std::int64_t j = 0; j < values.columns; ++j) {
      const auto column = static_cast<std::size_t>(j);
      const double error = (values.at(i, j) - means[column]) * (scaling.is_identity() ? 1 : scaling.deviations[column]);
      sum += error * error;
    }
  }
  return {.loss = sum / static_cast<double>(values.rows * values.columns)};
}

std::vector<std::int64_t> class_counts(const Samples& samples, std::int64_t classes) {
  std::vector<std::int64_t> counts(static_cast<std::size_t>(classes));
  for (const std::int64_t label : samples.labels) ++counts[static_cast<std::size_t>(label)];
  return counts;
}

}  // namespace

Baseline baseline_of(const Dataset& data) {
  Baseline baseline;
  if (data.is_regression()) {
    const std::vector<double> means = column_means(data.train.values);
    const Scaling& scaling = data.preprocessing.targets;
    return {score_means(data.train.values, means, scaling), score_means(data.test.values, means, scaling)};
  }
  const std::vector<std::int64_t> train = class_counts(data.train, data.classes);
  const auto majority = std::max_element(train.begin(), train.end()) - train.begin();
  const auto share = [&](const std::vector<std::int64_t>& counts, const Samples& samples) {
    return static_cast<double>(counts[static_cast<std::size_t>(majority)]) / static_cast<double>(samples.size());
  };
  baseline.train.accuracy = share(train, data.train);
  if (data.test.size() == 0) return baseline;
  const std::vector<std::int64_t> test = class_counts(data.test, data.classes);
  baseline.test.accuracy = share(test, data.test);
  // The recall of this class is 1, that of each other class 0.
  const auto present = std::count_if(test.begin(), test.end(), [](std::int64_t count) { return count > 0; });
  baseline.test_balanced = test[static_cast<std::size_t>(majority)] > 0 ? 1.0 / static_cast<double>(present) : 0;
  return baseline;
}

}  // namespace actlab
