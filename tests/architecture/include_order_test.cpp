#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "architecture/source_tree.h"

namespace actlab {
namespace {

// What each folder of src/ stands on; whatever those stand on, it may include as well.
const std::map<std::string, std::set<std::string>> stands_on{
    {"core", {}},
    {"simd", {"core"}},
    {"activations", {"simd"}},
    {"gradcheck", {}},
    {"autograd", {"activations"}},
    {"portrait", {"activations"}},
    {"ops", {"autograd"}},
    {"verify", {"autograd", "portrait", "gradcheck"}},
    {"plugin", {"core"}},
    {"config", {"core"}},
    {"data", {"config"}},
    {"models", {"data", "activations"}},
    {"training", {"models"}},
    {"record", {"core"}},
    {"experiment", {"training", "record"}},
    {"report", {"record"}},
    {"tensorboard", {"record"}},
    {"tabulate", {"models", "record"}},
    {"reproduce", {"experiment", "tabulate", "report"}},
    {"cli", {"reproduce", "portrait", "tensorboard"}},
    {"light", {"cli"}},
    {"eager", {"experiment", "tabulate", "autograd", "plugin"}},
    {"cli_tensors", {"cli", "verify", "plugin"}},
    {"", {"cli"}},  // src/main.cpp
};

// Each of these libraries stands behind the folders or the file that may include it. What is not among LibTorch's is
// linked without it.
const std::vector<std::pair<std::string, std::string>> behind{
    {"yaml-cpp/.*", "src/config/.*"},
    {"sqlite3\\.h", "src/record/.*"},
    {"CLI/.*", "src/(cli|cli_tensors|light)/.*"},
    {"png\\.h", "src/tensorboard/.*"},
    {"csv\\.h", "src/data/.*"},
    {"zlib\\.h", "src/data/.*"},
    {"xsimd/.*", "src/simd/.*"},
    {"spdlog/.*", "src/core/log\\.(h|cpp)"},
    {"(torch|ATen|c10|caffe2)/.*", "src/(autograd|cli_tensors|eager|gradcheck|ops|plugin|verify)/.*"},
};

constexpr std::size_t longest_file = 400;

void add_reachable(const std::string& folder, std::set<std::string>& reached) {
  for (const std::string& below : stands_on.at(folder)) {
    if (reached.insert(below).second) add_reachable(below, reached);
  }
}

std::string place_of(const Include& include) {
  return include.file + ":" + std::to_string(include.line);
}

TEST(IncludeOrder, EveryFolderOfTheSourceHasItsPlaceInTheOrder) {
  for (const std::string& file : sources_below("src")) EXPECT_TRUE(stands_on.contains(folder_of(file))) << file;
}

TEST(IncludeOrder, AFolderIncludesOnlyWhatItStandsOn) {
  const auto includes = includes_of_sources();
  ASSERT_FALSE(includes.empty());
  for (const Include& include : includes) {
    const bool is_sibling = include.target.find('/') == std::string::npos;
    if (include.angled || is_sibling) continue;
    std::set<std::string> allowed{include.folder};
    add_reachable(include.folder, allowed);
    const std::string included = include.target.substr(0, include.target.find('/'));
    EXPECT_TRUE(allowed.contains(included)) << place_of(include) << " includes " << include.target << ", and '"
                                            << include.folder << "' does not stand on '" << included << "'";
  }
}

TEST(IncludeOrder, TheOrderHasNoCycle) {
  for (const auto& [folder, below] : stands_on) {
    std::set<std::string> reached;
    add_reachable(folder, reached);
    EXPECT_FALSE(reached.contains(folder)) << folder;
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

TEST(IncludeOrder, NoFileIsLongerThanCanBeReadInOneGo) {
  for (const std::string folder : {"src", "tests"}) {
    for (const std::string& file : sources_below(folder)) EXPECT_LE(lines_of(file).size(), longest_file) << file;
  }
}

}  // namespace
}  // namespace actlab
