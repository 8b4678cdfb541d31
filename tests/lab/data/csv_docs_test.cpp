// The examples of docs/data.md are what the program prints.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "lab/data/csv_support.h"

namespace actlab {
namespace {

using testing::HasSubstr;

std::string docs_of_data() {
  std::ifstream file(std::filesystem::path(ACTLAB_SOURCE_DIR) / "docs/data.md");
  return {std::istreambuf_iterator<char>(file), {}};
}

Csv visits() {
  Csv csv;
  csv.file = std::filesystem::path(ACTLAB_SOURCE_DIR) / "examples/csv/visits.csv";
  return csv;
}

TEST(CsvDocs, HaveTheRefusalOfTheExample) {
  const std::string folder = std::filesystem::path(visits().file).parent_path().string() + "/";
  std::string error = error_of(visits());
  for (std::size_t at = 0; (at = error.find(folder, at)) != std::string::npos;) error.erase(at, folder.size());
  EXPECT_THAT(docs_of_data(), HasSubstr(error + "\n"));
}

TEST(CsvDocs, HaveThePlanOfTheExample) {
  const Dataset data = make_dataset(with_keys(visits(), proposal_of(visits())), 0);
  EXPECT_THAT(docs_of_data(), HasSubstr("csv visits.csv: " + data.source->summary.front() + "\n"));
  for (const std::string& line : data.source->summary) EXPECT_THAT(docs_of_data(), HasSubstr(line + "\n"));
  EXPECT_THAT(docs_of_data(),
              HasSubstr(fmt::format("{} rows for training, {} for testing\n", data.train.size(), data.test.size())));
}

}  // namespace
}  // namespace actlab
