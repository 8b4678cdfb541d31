#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/error.h"
#include "lab/experiment/load.h"

namespace actlab {

/// A new directory for each test, for config files.
class ConfigFile : public ::testing::Test {
 protected:
  ConfigFile() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    directory_ = std::filesystem::temp_directory_path() / "actlab" / test->test_suite_name() / test->name();
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
  }
  ~ConfigFile() override { std::filesystem::remove_all(directory_); }

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(directory_ / name) << text;
    return directory_ / name;
  }

  Experiment load(const std::string& yaml, const std::vector<std::string>& overrides = {}) const {
    return load_experiment(write("a.yaml", yaml), overrides);
  }

  /// All problems, with "a.yaml" instead of the path of the file.
  std::string problems_of(const std::string& yaml, const std::vector<std::string>& overrides = {}) const {
    try {
      load(yaml, overrides);
      return "";
    } catch (const UsageError& error) {
      std::string text = error.what();
      const std::string prefix = directory_.string() + "/";
      for (std::size_t at = 0; (at = text.find(prefix, at)) != std::string::npos;) text.erase(at, prefix.size());
      return text;
    }
  }

  std::filesystem::path directory_;
};

}  // namespace actlab
