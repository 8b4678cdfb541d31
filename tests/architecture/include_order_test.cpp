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

// The layers of src/, lowest first. A layer may include itself and the layers before it.
const std::vector<std::string> layers{"core", "catalogue", "lab", "show", "torch", "app"};

// Third-party headers, and the folder or file that may include them. Folders that are not listed for LibTorch are
// linked without it.
const std::vector<std::pair<std::string, std::string>> allowed_includers{
    {"yaml-cpp/.*", "src/lab/config/.*"},
    {"sqlite3\\.h", "src/lab/record/.*"},
    {"CLI/.*", "src/app/.*"},
    {"png\\.h", "src/show/tensorboard/.*"},
    {"xxhash\\.h", "src/core/hash\\.cpp"},
    {"zlib\\.h", "src/lab/data/.*"},
    {"xsimd/.*", "src/catalogue/primitives/lanes\\.h"},
    {"spdlog/.*", "src/core/log\\.(h|cpp)"},
    // What is loaded into somebody else's program, beside a PyTorch that may have a fmt of its own, has none.
    {"fmt/.*", "src/(app|lab|show|core/(?!error|other_names|text).*|torch/(backend|eager|plugin|verify))/?.*"},
    {"(torch|ATen|c10|caffe2)/.*", "src/(torch|app/cli_tensors)/.*"},
};

constexpr std::size_t longest_file = 400;

std::ptrdiff_t level(const std::string& layer) {
  return std::find(layers.begin(), layers.end(), layer) - layers.begin();
}

std::string place_of(const Include& include) {
  return include.file + ":" + std::to_string(include.line);
}

TEST(IncludeOrder, EverySourceFileBelongsToALayer) {
  for (const std::string& file : sources_below("src"))
    EXPECT_NE(level(folder_of(file)), std::ssize(layers)) << file << " is in no layer";
}

TEST(IncludeOrder, ALayerIncludesOnlyItselfAndTheLayersBelow) {
  const auto includes = includes_of_sources();
  ASSERT_FALSE(includes.empty());
  for (const Include& include : includes) {
    const std::string included = include.target.substr(0, include.target.find('/'));
    if (include.angled || included == include.target || included == "actlab")
      continue;  // a sibling, or an installed header
    EXPECT_LE(level(included), level(include.folder))
        << place_of(include) << " includes " << include.target << ", but layer '" << include.folder
        << "' may not include layer '" << included << "'";
  }
}

TEST(IncludeOrder, ALibraryIsIncludedOnlyByItsFolder) {
  for (const Include& include : includes_of_sources()) {
    for (const auto& [library, place] : allowed_includers) {
      if (!include.angled || !std::regex_match(include.target, std::regex(library))) continue;
      EXPECT_TRUE(std::regex_match(include.file, std::regex(place)))
          << place_of(include) << " includes <" << include.target << ">, which only " << place << " may include";
    }
  }
}

// Code that includes nothing of the layer torch can be linked without LibTorch.
TEST(IncludeOrder, OnlyTheProgramWithLibTorchIncludesTheLayerTorch) {
  const std::regex may_see_it("src/(torch/.*|app/cli_tensors/.*|app/main_libtorch\\.cpp)");
  for (const Include& include : includes_of_sources()) {
    if (include.angled || !include.target.starts_with("torch/")) continue;
    EXPECT_TRUE(std::regex_match(include.file, may_see_it))
        << place_of(include) << " includes " << include.target << ", and is linked into a program without LibTorch";
  }
}

// core/output.h checks every write; CLI11's help goes through it as well.
TEST(Output, OnlyOneFileWritesToStdout) {
  const std::regex writes(R"((^|[^a-z_])(fmt::print\(|printf\(|puts\(|std::cout|fwrite\(.*stdout))");
  for (const std::string& file : sources_below("src")) {
    if (file == "src/core/output.cpp") continue;
    std::size_t number = 0;
    for (const std::string& line : lines_of(file)) {
      ++number;
      EXPECT_FALSE(std::regex_search(line, writes)) << file << ":" << number << ": use core/output.h";
    }
  }
}

TEST(IncludeOrder, NoFileIsTooLong) {
  for (const std::string folder : {"include", "src", "tests"}) {
    for (const std::string& file : sources_below(folder)) EXPECT_LE(lines_of(file).size(), longest_file) << file;
  }
}

}  // namespace
}  // namespace actlab
