#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

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

}  // namespace actlab
