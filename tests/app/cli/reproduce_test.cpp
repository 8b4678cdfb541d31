#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "app/cli/exit_code.h"
#include "app/cli/plain_command.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ReproduceVerb : public WorkingDirectory {
 protected:
  ReproduceVerb() {
    fs::create_directories("experiments/mine");
    std::ofstream("experiments/mine/table.yaml") << "tabulate: {activations: relu, at: [-1, 2]}\n";
    expect(2);
  }
  static void expect(double sum) {
    std::ofstream("experiments/mine/expected.yaml")
        << "question: what is the sum?\nruns: {table: {config: table.yaml}}\n"
        << "results: {sum: {value: select sum(value) from tabulated, claimed: two, recorded: " << sum
        << ", within: 0}}\ntables: {places: {rows: \"select x as 'at', value from tabulated\"}}\n";
  }
};

TEST_F(ReproduceVerb, PrintsClaimedRecordedMeasuredAndVerdict) {
  const CommandResult result = run_command({"reproduce"});
  EXPECT_EQ(result.code, exit_done) << result.error;
  EXPECT_THAT(result.out, AllOf(HasSubstr("mine: what is the sum?"), HasSubstr("two"), HasSubstr("holds"),
                                HasSubstr("runs/table/"), HasSubstr("all 1 results of mine hold")));
}

TEST_F(ReproduceVerb, ReturnsExitCode1IfAResultDoesNotHold) {
  expect(3);
  const CommandResult result = run_command({"reproduce", "mine"});
  EXPECT_EQ(result.code, exit_check_failed);
  EXPECT_THAT(result.out, AllOf(HasSubstr("DOES NOT HOLD"), HasSubstr("1 of 1 results do not hold")));
}

TEST_F(ReproduceVerb, ListsTheExperimentsForAnUnknownName) {
  const CommandResult result = run_command({"reproduce", "mene"});
  EXPECT_EQ(result.code, exit_bad_input);
  EXPECT_THAT(result.error, AllOf(HasSubstr("mene"), HasSubstr("mine")));
  EXPECT_FALSE(fs::exists("runs"));
}

TEST_F(ReproduceVerb, NamesTheFolderIfThereAreNoExperiments) {
  const CommandResult result = run_command({"reproduce", "--experiments", "elsewhere"});
  EXPECT_EQ(result.code, exit_bad_input);
  EXPECT_THAT(result.error, AllOf(HasSubstr("elsewhere"), HasSubstr("--experiments")));
}

TEST_F(ReproduceVerb, WritesTablesOnlyIfRequested) {
  run_command({"reproduce"});
  EXPECT_FALSE(fs::exists("experiments/mine/places.md"));
  EXPECT_EQ(run_command({"reproduce", "--draw"}).code, exit_done);
  EXPECT_EQ(read_file("experiments/mine/places.md"), "| at | value |\n| ---: | ---: |\n| -1 | 0 |\n| 2 | 2 |\n");
}

TEST_F(ReproduceVerb, PrintsATableForAConfigThatTabulates) {
  const CommandResult result = run_command({"experiments/mine/table.yaml", "--out", "run"});
  EXPECT_EQ(result.code, exit_done) << result.error;
  EXPECT_EQ(result.out, " x  relu  relu′\n-1     0      0\n 2     2      1\n\nrun\n");
  for (const char* file : {"config.yaml", "provenance.json", "run.sqlite", "tabulated.csv", "report.html"})
    EXPECT_TRUE(fs::is_regular_file(fs::path("run") / file)) << file;
  const CommandResult report = run_command({"report", "run", "--terminal"});
  EXPECT_THAT(report.out, HasSubstr("2     2      1"));
  EXPECT_THAT(report.out, Not(HasSubstr("No trial finished")));
}

TEST_F(ReproduceVerb, CreatesNothingForAnInvalidTable) {
  const CommandResult result = run_command({"experiments/mine/table.yaml", "tabulate.at=[]"});
  EXPECT_EQ(result.code, exit_bad_input);
  EXPECT_THAT(result.error, HasSubstr("tabulate.at"));
  EXPECT_FALSE(fs::exists("runs"));
}

}  // namespace
}  // namespace actlab
