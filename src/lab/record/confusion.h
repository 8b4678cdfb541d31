#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace actlab {

/// A cell of a confusion matrix: samples of class `label` that a network takes for class `prediction`.
struct ConfusionCell {
  std::int32_t label = 0;
  std::int32_t prediction = 0;
  std::int64_t samples = 0;

  bool operator==(const ConfusionCell&) const = default;
};

/// The cells of a confusion matrix that are not 0, by label, then by prediction. Their number is at most that of the
/// samples, also if there are thousands of classes.
using Confusion = std::vector<ConfusionCell>;

/// Counts samples by class and prediction, both from 0 to classes - 1. Throws std::invalid_argument if the sizes
/// differ.
Confusion count_confusion(std::span<const std::int32_t> labels, std::span<const std::int32_t> predictions,
                          std::int64_t classes);

/// The cells of all `matrices` together.
Confusion sum_of(std::span<const Confusion* const> matrices);

/// The mean of the classes' recalls: of each class, the share of its samples that is predicted right. Classes without
/// samples are left out, as by scikit-learn's balanced_accuracy_score. NaN without samples.
double balanced_accuracy(const Confusion& confusion);

/// The number of samples of each of the classes 0 to classes - 1.
std::vector<std::int64_t> samples_by_class(const Confusion& confusion, std::size_t classes);

/// From this ratio of the largest to the smallest class on, accuracy is shown together with balanced accuracy.
inline constexpr double unequal_classes = 1.5;

/// True if the largest class has at least unequal_classes times the samples of the smallest.
bool is_unequal(std::span<const std::int64_t> samples);

}  // namespace actlab
