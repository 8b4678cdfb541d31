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
  static Ran train(std::vector<std::string> more = {}) {
    std::vector<std::string> words{"circle.yaml", "--quiet", "--out", "done"};
    words.insert(words.end(), more.begin(), more.end());
    return run_command(words);
  }
};

TEST_F(Report, IsWrittenAtTheEndOfARunUnlessAskedNotTo) {
  ASSERT_EQ(train().code, 0);
  EXPECT_THAT(read_file("done/report.html"), HasSubstr("<title>circle</title>"));
  ASSERT_EQ(run_command({"circle.yaml", "--quiet", "--no-report", "--out", "bare"}).code, 0);
  EXPECT_FALSE(fs::exists("bare/report.html"));
}

TEST_F(Report, ThatCannotBeWrittenIsAWarningAndNoFailure) {
  ASSERT_EQ(train({"--no-report"}).code, 0);
  std::ofstream("done/report.html") << "not a page of this program";
  const Ran ran = train();
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.error, HasSubstr("no report.html: "));
  EXPECT_EQ(read_file("done/report.html"), "not a page of this program");
}

TEST_F(Report, IsMadeAgainFromTheRecordAlone) {
  ASSERT_EQ(train().code, 0);
  fs::create_directory("copy");
  fs::copy("done/run.sqlite", "copy/run.sqlite");
  const Ran ran = run_command({"report", "copy"});
  EXPECT_EQ(ran.code, 0) << ran.error;
  EXPECT_EQ(ran.out, "copy/report.html\n");
  EXPECT_NEAR(static_cast<double>(fs::file_size("copy/report.html")),
              static_cast<double>(fs::file_size("done/report.html")), 100);
}

TEST_F(Report, OfSeveralRunsComparesThem) {
  ASSERT_EQ(train().code, 0);
  ASSERT_EQ(run_command({"circle.yaml", "training.epochs=5", "--quiet", "--out", "longer"}).code, 0);
  const Ran ran = run_command({"report", "done", "longer"});
  EXPECT_EQ(ran.code, 0) << ran.error;
  EXPECT_EQ(ran.out, "comparison.html\n");
  EXPECT_THAT(read_file("comparison.html"), HasSubstr("training.epochs"));
}

TEST_F(Report, OnATerminalIsTextWithoutCodesWhereThereIsNoTerminal) {
  ASSERT_EQ(train().code, 0);
  const Ran ran = run_command({"report", "done", "--terminal"});
  EXPECT_EQ(ran.code, 0) << ran.error;
  EXPECT_THAT(ran.out, HasSubstr("accuracy over epochs"));
  EXPECT_THAT(ran.out, HasSubstr("the most probable class over"));
  EXPECT_THAT(ran.out, Not(HasSubstr("\x1b")));
}

TEST_F(Report, OfNoRunIsBadInput) {
  const Ran ran = run_command({"report", "."});
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.error, HasSubstr("is not a run"));
}

TEST_F(Report, FiguresAreDrawnByNodeOrSayThatItIsMissing) {
  ASSERT_EQ(train().code, 0);
  const Ran ran = run_command({"figures", "done"});
  if (std::system("command -v node >/dev/null") == 0) {
    EXPECT_EQ(ran.code, 0) << ran.error;
    EXPECT_THAT(read_file("done/figures/accuracy.svg"), HasSubstr("<svg"));
    EXPECT_THAT(read_file("done/figures/boundary-Bent.svg"), HasSubstr("<path"));
  } else {
    EXPECT_EQ(ran.code, 2);
    EXPECT_THAT(ran.error, HasSubstr("apt-get install nodejs"));
  }
}

TEST_F(Report, FiguresWithoutNodeSayWhatToInstall) {
  ASSERT_EQ(train().code, 0);
  const std::string path = std::getenv("PATH");
  setenv("PATH", "/nowhere", 1);
  const Ran ran = run_command({"figures", "done"});
  setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(ran.code, 2);
  EXPECT_THAT(ran.error, HasSubstr("apt-get install nodejs"));
}

}  // namespace
}  // namespace actlab
