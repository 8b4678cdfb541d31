#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "app/cli/plain_command.h"

namespace actlab {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

class Report : public WorkingDirectory {
 protected:
  static CommandResult train(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"circle.yaml", "--quiet", "--out", "done"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_command(arguments);
  }
};

TEST_F(Report, IsWrittenAtTheEndOfARunUnlessDisabled) {
  ASSERT_EQ(train().code, 0);
  EXPECT_THAT(read_file("done/report.html"), HasSubstr("<title>circle</title>"));
  ASSERT_EQ(run_command({"circle.yaml", "--quiet", "--no-report", "--out", "bare"}).code, 0);
  EXPECT_FALSE(fs::exists("bare/report.html"));
}

TEST_F(Report, ThatCannotBeWrittenCausesOnlyAWarning) {
  ASSERT_EQ(train({"--no-report"}).code, 0);
  std::ofstream("done/report.html") << "not written by actlab";
  const CommandResult result = train();
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.error, HasSubstr("report.html could not be written: "));
  EXPECT_EQ(read_file("done/report.html"), "not written by actlab");
}

TEST_F(Report, CanBeWrittenAgainFromTheRecord) {
  ASSERT_EQ(train().code, 0);
  fs::create_directory("copy");
  fs::copy("done/run.sqlite", "copy/run.sqlite");
  const CommandResult result = run_command({"report", "copy"});
  EXPECT_EQ(result.code, 0) << result.error;
  EXPECT_EQ(result.out, "copy/report.html\n");
  EXPECT_NEAR(static_cast<double>(fs::file_size("copy/report.html")),
              static_cast<double>(fs::file_size("done/report.html")), 100);
}

TEST_F(Report, OfSeveralRunsComparesThem) {
  ASSERT_EQ(train().code, 0);
  ASSERT_EQ(run_command({"circle.yaml", "training.epochs=5", "--quiet", "--out", "longer"}).code, 0);
  const CommandResult result = run_command({"report", "done", "longer"});
  EXPECT_EQ(result.code, 0) << result.error;
  EXPECT_EQ(result.out, "comparison.html\n");
  EXPECT_THAT(read_file("comparison.html"), HasSubstr("training.epochs"));
}

TEST_F(Report, AsTextHasNoEscapeCodesWithoutATerminal) {
  ASSERT_EQ(train().code, 0);
  const CommandResult result = run_command({"report", "done", "--terminal"});
  EXPECT_EQ(result.code, 0) << result.error;
  EXPECT_THAT(result.out, HasSubstr("accuracy over epochs"));
  EXPECT_THAT(result.out, HasSubstr("the most probable class over"));
  EXPECT_THAT(result.out, Not(HasSubstr("\x1b")));
}

TEST_F(Report, OfADirectoryWithoutARunIsBadInput) {
  const CommandResult result = run_command({"report", "."});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.error, HasSubstr("is not a run"));
}

TEST_F(Report, FiguresAreDrawnByNodeIfItIsInstalled) {
  ASSERT_EQ(train().code, 0);
  const CommandResult result = run_command({"figures", "done"});
  if (std::system("command -v node >/dev/null") == 0) {
    EXPECT_EQ(result.code, 0) << result.error;
    EXPECT_THAT(read_file("done/figures/accuracy.svg"), HasSubstr("<svg"));
    EXPECT_THAT(read_file("done/figures/boundary-Bent.svg"), HasSubstr("<path"));
  } else {
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.error, HasSubstr("apt-get install nodejs"));
  }
}

TEST_F(Report, FiguresReportWhatToInstallIfNodeIsMissing) {
  ASSERT_EQ(train().code, 0);
  const std::string path = std::getenv("PATH");
  setenv("PATH", "/nowhere", 1);
  const CommandResult result = run_command({"figures", "done"});
  setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.error, HasSubstr("apt-get install nodejs"));
}

}  // namespace
}  // namespace actlab
