#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "lab/data/dataset.h"
#include "lab/data/test_file.h"

namespace actlab {

/// Labels, or the values of regression, as float64, sample by sample.
inline std::vector<double> targets_of(const Samples& samples) {
  if (samples.labels.empty()) return {samples.values.values.begin(), samples.values.values.end()};
  return {samples.labels.begin(), samples.labels.end()};
}

inline bool all_finite(const std::vector<float>& values) {
  return std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); });
}

inline bool equal(const Dataset& a, const Dataset& b) {
  return a.train == b.train && a.test == b.test;
}

}  // namespace actlab
