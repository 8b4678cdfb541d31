#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "data/dataset.h"

namespace actlab {

/// Writes a file of this test alone; gives its path.
inline std::string write_file(const std::string& name, std::string_view text) {
  const testing::TestInfo* test = testing::UnitTest::GetInstance()->current_test_info();
  std::string folder = std::string(test->test_suite_name()) + "." + test->name();
  std::replace(folder.begin(), folder.end(), '/', '_');
  const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / folder / name;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

inline bool equal(const Samples& a, const Samples& b) {
  return torch::equal(a.inputs, b.inputs) && torch::equal(a.targets, b.targets);
}

inline bool equal(const Dataset& a, const Dataset& b) {
  return equal(a.train, b.train) && equal(a.test, b.test);
}

}  // namespace actlab
