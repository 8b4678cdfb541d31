#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli/plain_command.h"

namespace actlab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class StoppingRuleOfARun : public WorkingDirectory {};

TEST_F(StoppingRuleOfARun, IsShownInTerminalLogSummaryAndPage) {
  const CommandResult result = run_command({"circle.yaml", "seeds={race: {at_most: 60}}", "training.epochs=40",
                                            "training.optimizer.lr=0.1", "--out", "run"});
  EXPECT_EQ(result.code, exit_done) << result.error;
  EXPECT_THAT(result.out,
              HasSubstr("\nStopped after 20 seeds: the race is decided, Bent is left.\nDropped Linear after "
                        "20 seeds: it is "));
  EXPECT_THAT(read_file("run/log.txt"), HasSubstr("dropped Linear after 20 seeds"));
  EXPECT_THAT(read_file("run/report.html"), HasSubstr("Dropped Linear after 20 seeds"));
  const auto summary = nlohmann::json::parse(read_file("run/summary.json"));
  EXPECT_EQ(summary["trials"], 40);
  EXPECT_EQ(summary["stopping"]["dropped"][0]["candidate"]["model"], "Linear");
  EXPECT_THAT(result.error, Not(HasSubstr("interrupted")));
  EXPECT_THAT(run_command({"circle.yaml", "seeds={race: {at_most: 60}}", "training.epochs=40",
                           "training.optimizer.lr=0.1", "--resume"})
                  .error,
              HasSubstr("no unfinished run"));
}

TEST_F(StoppingRuleOfARun, GivesTheSameBytesForAnyNumberOfJobsAndFromItsOwnConfig) {
  const std::string seeds = "seeds={until: {interval: 9, at_most: 90}}";
  run_command({"circle.yaml", seeds, "--jobs", "1", "--out", "one"});
  run_command({"circle.yaml", seeds, "--jobs", "5", "--out", "five"});
  run_command({"one/config.yaml", "--out", "again"});
  for (const char* other : {"five", "again"}) {
    EXPECT_EQ(trials_without_seconds("one"), trials_without_seconds(other));
    EXPECT_EQ(read_file("one/summary.json"), read_file(std::string(other) + "/summary.json"));
  }
}

TEST_F(StoppingRuleOfARun, DryRunSaysWhatWouldBeTrainedAtMost) {
  const CommandResult result =
      run_command({"circle.yaml", "seeds={until: {interval: 0.5, at_most: 2000}}", "--dry-run"});
  EXPECT_EQ(result.code, exit_done);
  EXPECT_THAT(result.out, HasSubstr("2 models × at most 2000 seeds = at most 4000 trials"));
  EXPECT_THAT(files(), ElementsAre("circle.yaml"));
}

TEST_F(StoppingRuleOfARun, IsRefusedBeforeAnythingIsWritten) {
  const CommandResult result = run_command({"circle.yaml", "seeds={until: {interval: 0.5, at_most: 3}}"});
  EXPECT_EQ(result.code, exit_bad_input);
  EXPECT_THAT(result.error, HasSubstr("seeds.until.at_most"));
  EXPECT_THAT(files(), ElementsAre("circle.yaml"));
}

}  // namespace
}  // namespace actlab
