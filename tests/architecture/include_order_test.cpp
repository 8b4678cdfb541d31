#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "architecture/source_tree.h"

namespace actlab {
namespace {

// The floors of src/, lowest first. A floor may include itself and the floors before it.
const std::vector<std::string> floors{"core", "catalogue", "lab", "show", "torch", "app"};

// Each of these libraries stands behind the folders or the file that may include it. What is not among LibTorch's is
// linked without it.
const std::vector<std::pair<std::string, std::string>> behind{
    {"yaml-cpp/.*", "src/lab/config/.*"},
    {"sqlite3\\.h", "src/lab/record/.*"},
    {"CLI/.*", "src/app/.*"},
    {"png\\.h", "src/show/tensorboard/.*"},
    {"csv\\.h", "src/lab/data/.*"},
    {"zlib\\.h", "src/lab/data/.*"},
    {"xsimd/.*", "src/catalogue/.*"},
    {"spdlog/.*", "src/core/log\\.(h|cpp)"},
    {"(torch|ATen|c10|caffe2)/.*", "src/(torch|app/cli_tensors)/.*"},
};

constexpr std::size_t longest_file = 400;

std::ptrdiff_t height(const std::string& floor) {
  return std::find(floors.begin(), floors.end(), floor) - floors.begin();
}

std::string place_of(const Include& include) {
  return include.file + ":" + std::to_string(include.line);
}

TEST(IncludeOrder, EverySourceFileIsOnAFloor) {
  for (const std::string& file : sources_below("src"))
    EXPECT_NE(height(folder_of(file)), std::ssize(floors)) << file << " is on none of the floors";
}

TEST(IncludeOrder, AFloorIncludesOnlyItselfAndTheFloorsBelowIt) {
  const auto includes = includes_of_sources();
  ASSERT_FALSE(includes.empty());
  for (const Include& include : includes) {
    const std::string included = include.target.substr(0, include.target.find('/'));
    if (include.angled || included == include.target || included == "actlab") continue;  // a sibling; what is installed
    EXPECT_LE(height(included), height(include.folder))
        << place_of(include) << " includes " << include.target << ", but floor '" << include.folder
        << "' may not include floor '" << included << "'";
  }
}

TEST(IncludeOrder, ALibraryIsSeenOnlyByTheFolderThatStandsBeforeIt) {
  for (const Include& include : includes_of_sources()) {
    for (const auto& [library, place] : behind) {
      if (!include.angled || !std::regex_match(include.target, std::regex(library))) continue;
      EXPECT_TRUE(std::regex_match(include.file, std::regex(place)))
          << place_of(include) << " includes <" << include.target << ">, which only " << place << " may";
    }
  }
}

// What includes nothing of the floor torch can be linked without LibTorch.
TEST(IncludeOrder, OnlyTheProgramWithLibTorchSeesTheFloorTorch) {
  const std::regex may_see_it("src/(torch/.*|app/cli_tensors/.*|app/main_libtorch\\.cpp)");
  for (const Include& include : includes_of_sources()) {
    if (include.angled || !include.target.starts_with("torch/")) continue;
    EXPECT_TRUE(std::regex_match(include.file, may_see_it))
        << place_of(include) << " includes " << include.target << ", and is linked into a program without LibTorch";
  }
}

TEST(IncludeOrder, NoFileIsLongerThanCanBeReadInOneGo) {
  for (const std::string folder : {"include", "src", "tests"}) {
    for (const std::string& file : sources_below(folder)) EXPECT_LE(lines_of(file).size(), longest_file) << file;
  }
}

}  // namespace
}  // namespace actlab
