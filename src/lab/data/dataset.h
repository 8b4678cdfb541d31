#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/matrix.h"
#include "core/scaling.h"
#include "lab/config/range.h"
#include "lab/data/data_source.h"

namespace actlab {

/// The allowed number of generated points. The upper bound catches typing errors before memory runs out.
inline constexpr Range sample_count = between(1, 1e8);
inline constexpr Range test_sample_count = between(0, 1e8);

/// Points and their targets.
struct Samples {
  Matrix inputs;                     ///< [samples, features]
  std::vector<std::int64_t> labels;  ///< for classification: [samples], each in [0, classes)
  Matrix values;                     ///< for regression: [samples, outputs]

  std::int64_t size() const { return inputs.rows; }
  /// The given rows, in the given order.
  Samples select(std::span<const std::int64_t> rows) const;

  bool operator==(const Samples&) const = default;
};

/// The training and test data of a trial.
struct Dataset {
  Samples train;
  Samples test;              ///< may be empty
  std::int64_t classes = 0;  ///< 0 for regression
  std::vector<std::string> class_names;
  std::vector<std::string> feature_names;    ///< of the inputs: a category has several
  std::shared_ptr<const DataSource> source;  ///< of data from files; nullptr for data that are computed
  Preprocessing preprocessing{};             ///< what was done to inputs and targets, for this seed

  std::int64_t features() const { return train.inputs.columns; }
  bool is_regression() const { return classes == 0; }
  std::int64_t outputs() const { return is_regression() ? train.values.columns : classes; }
};

}  // namespace actlab
