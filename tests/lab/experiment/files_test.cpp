#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <variant>

#include "lab/experiment/config_file.h"

namespace actlab {
namespace {

using ::testing::StartsWith;

class FilesOfAConfig : public ConfigFile {};

TEST_F(FilesOfAConfig, AreRelativeToTheConfigOrToTheWorkingDirectory) {
  const std::filesystem::path rows = write("rows.csv", "a,label\n1,x\n3,y\n5,x\n7,y\n");
  const std::string yaml = "data: {kind: csv, file: ./rows.csv, label: label}\nmodels: {A: {}}\n";
  EXPECT_EQ(std::get<Csv>(load(yaml).base.data).file, rows.string());
  const std::string relative = std::filesystem::relative(rows).string();
  EXPECT_EQ(std::get<Csv>(load(yaml, {"data.file=" + relative}).base.data).file, rows.string());
  const Experiment swept = load(yaml + "sweep: {data.file: [rows.csv]}\n");
  EXPECT_EQ(std::get<Csv>(swept.points[0].config.data).file, rows.string());
}

TEST_F(FilesOfAConfig, AreBesideTheTargetOfALink) {
  std::filesystem::create_directories(directory_ / "real");
  const std::filesystem::path rows = write("real/rows.csv", "a,label\n1,x\n3,y\n5,x\n7,y\n");
  write("real/b.yaml", "data: {kind: csv, file: rows.csv, label: label}\nmodels: {A: {}}\n");
  std::filesystem::create_symlink("real/b.yaml", directory_ / "link.yaml");
  EXPECT_EQ(std::get<Csv>(load_experiment(directory_ / "link.yaml").base.data).file, rows.string());
}

TEST_F(FilesOfAConfig, AreLocatedIfTheyCannotBeRead) {
  EXPECT_THAT(problems_of("data:\n  kind: csv\n  file: no.csv\n  label: label\nmodels: {A: {}}\n"),
              StartsWith("a.yaml:3:9: data: no.csv"));
}

}  // namespace
}  // namespace actlab
