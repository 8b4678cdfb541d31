#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "lab/data/dataset.h"

namespace actlab {

/// Writes a file that is unique to the current test and returns its path.
inline std::string write_file(const std::string& name, std::string_view text) {
  const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
  std::string folder = std::string(test->test_suite_name()) + "." + test->name();
  std::replace(folder.begin(), folder.end(), '/', '_');
  const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / folder / name;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

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
