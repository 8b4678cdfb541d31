#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/cli/runs.h"
#include "lab/record/run_directory.h"

namespace actlab {
namespace {

using testing::HasSubstr;

class Status : public Runs {};

TEST_F(Status, OfACompleteRunIsZero) {
  train("run");
  const CommandResult result = run_command({"status", "run"});
  EXPECT_EQ(result.code, 0);
  EXPECT_EQ(result.out, "run: 8 of 8 trials recorded\n");
}

TEST_F(Status, CountsShardsThatAreSideBySide) {
  train("shards/1", {"--shard", "1/3"});
  train("shards/2", {"--shard", "2/3"});
  RunRecord record = RunRecord::open("shards/2");
  record.forget({{2, ""}});
  const CommandResult result = run_command({"status", "shards"});
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.out,
            "shards/1: 4 of 4 trials recorded, shard 1/3\n"
            "shards/2: 1 of 2 trials recorded, shard 2/3, 1 missing, not running\n"
            "all: 5 of 6 trials recorded, 1 missing, not running\n");
}

TEST_F(Status, CountsFailedTrials) {
  train("run");
  {
    RunRecord record = RunRecord::open("run");
    RecordedTrial trial = record.trial(3).value();
    trial.status = TrialStatus::failed;
    record.save({&trial, 1});
  }
  const CommandResult result = run_command({"status", "run"});
  EXPECT_EQ(result.code, 1);
  EXPECT_EQ(result.out, "run: 7 of 8 trials recorded, 1 failed, not running\n");
}

TEST_F(Status, OfARunThatGoesOnHasItsRate) {
  train("run");
  RunRecord record = RunRecord::open("run");
  record.forget({{2, ""}});
  const RunDirectory held = RunDirectory::open("run");
  const CommandResult result = run_command({"status", "run"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.out, HasSubstr("7 of 8 trials recorded, 1 missing, running"));
  EXPECT_THAT(result.out, HasSubstr("trials a second"));
}

TEST_F(Status, OfWhatIsNoRunIsRefused) {
  EXPECT_THAT(run_command({"status", "."}).error, HasSubstr("is not a run and contains none"));
  EXPECT_EQ(run_command({"status", "nowhere"}).code, 2);
}

}  // namespace
}  // namespace actlab
