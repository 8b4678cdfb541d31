// runner --shard and runner merge.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "app/cli/runs.h"
#include "catalogue/kernels/isa.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;

class Merge : public Runs {
 protected:
  static CommandResult merge(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"merge", "--quiet", "--no-report"});
    return run_command(arguments);
  }
  /// That a merge into a new directory is refused and leaves nothing.
  static void expect_refusal(const std::vector<std::string>& runs, const std::string& reason) {
    const std::vector<std::string> before = files();
    std::vector<std::string> arguments{"refused"};
    arguments.insert(arguments.end(), runs.begin(), runs.end());
    const CommandResult result = merge(arguments);
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.error, HasSubstr(reason));
    EXPECT_THAT(files(), testing::UnorderedElementsAreArray(before));
  }
};

TEST_F(Merge, OfShardsInAnyOrderIsTheRunOfOneMachine) {
  const std::vector<std::vector<std::string>> kinds{
      {},
      {"training.optimizer.lr=0.02", "sweep.training.epochs=[2, 3]"},
      {"data={kind: sine, samples: 40, test_samples: 40}", "record.outputs=true", "record.health=true"},
      {"seeds=[7, 3, 11, 5, 2]", "record.snapshots.seed=11"}};
  int kind = 0;
  for (const auto& more : kinds) {
    const std::string name = "run" + std::to_string(kind++);
    train(name, more);
    for (const char* part : {"1", "2", "3"}) {
      std::vector<std::string> shard = more;
      shard.insert(shard.end(), {"--shard", std::string(part) + "/3"});
      train(name + "-" + part, shard);
    }
    const CommandResult result = merge({name + "-merged", name + "-3", name + "-1", name + "-2"});
    EXPECT_EQ(result.code, 0) << result.error;
    expect_same(name + "-merged", name);
  }
}

TEST_F(Merge, PoolsRunsOfOtherSeedsAndModels) {
  const std::string data = "name: circle\ndata: {kind: circle, samples: 50, test_samples: 50}\n",
                    training = "training: {epochs: 3}\nseeds: 6\n";
  std::ofstream("bent.yaml") << data << "models: {Bent: {hidden: [4], activation: relu}}\n" << training;
  std::ofstream("linear.yaml") << data << "models: {Linear: {hidden: [4], activation: identity}}\n" << training;
  for (const std::string name : {"linear", "bent"})
    ASSERT_EQ(run_command({name + ".yaml", "--quiet", "--no-report", "--out", name}).code, 0);
  train("whole", {"seeds=6"});
  EXPECT_EQ(merge({"models", "linear", "bent"}).code, 0);
  expect_same("models", "whole");
  train("later", {"seeds={first: 3, count: 3}"});
  train("earlier", {"seeds=[0, 2, 1]"});
  EXPECT_EQ(merge({"seeds", "later", "earlier"}).code, 0);
  expect_same("seeds", "whole");
}

TEST_F(Merge, TakesTrialsThatTwoRunsHaveOnce) {
  train("one");
  train("half", {"--shard", "1/2"});
  train("third", {"--shard", "2/3"});
  EXPECT_EQ(merge({"all", "half", "one", "third"}).code, 0);
  expect_same("all", "one");
}

TEST_F(Merge, CountsWhatIsMissingAndSaysHowToTrainIt) {
  train("one");
  train("first", {"--shard", "1/4"});
  train("second", {"--shard", "2/4"});
  const CommandResult result = merge({"all", "first"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.error, HasSubstr("2 of 8 trials are recorded"));
  EXPECT_THAT(result.error, HasSubstr("runner all/config.yaml --out all --resume"));
  EXPECT_EQ(merge({"all", "second"}).code, 1);  // adds to it
  const CommandResult resumed = run_command({"all/config.yaml", "--out", "all", "--resume", "--no-report"});
  EXPECT_EQ(resumed.code, 0);
  EXPECT_THAT(resumed.error, HasSubstr("4 of 8 trials are recorded"));
  expect_same("all", "one");
}

TEST_F(Merge, RefusesRunsThatDoNotBelongTogether) {
  train("a", {"--shard", "1/2"});
  train("longer", {"--shard", "2/2", "training.epochs=4"});
  train("race", {"seeds={race: {at_most: 20}}"});
  expect_refusal(
      {"a", "longer"},
      "longer differs in more than seeds, models and values of a sweep: training.epochs is 4 there and 3 here");
  expect_refusal({"a", "a"}, "a is given twice");
  expect_refusal({"a", "nowhere"}, "nowhere is not a run");
  expect_refusal({"race"}, "chose its number of seeds");
  train("b", {"--shard", "2/2"});
  EXPECT_THAT(merge({"a", "b"}).error, HasSubstr("a is shard 1/2 of the run"));
  train("other-models", {"models.Bent.hidden=[5]", "seeds=[9]"});
  expect_refusal({"a", "other-models"},
                 "its model Bent is not that of the others: models.Bent.hidden is [4] there and [5] here");
  train("swept", {"sweep.training.epochs=[2, 3]"});
  expect_refusal({"a", "swept"}, "another sweep");
}

TEST_F(Merge, RefusesDifferentResultsOfATrialByItsName) {
  train("a", {"--shard", "1/2"});
  train("b", {"--shard", "1/2"});
  {
    RunRecord record = RunRecord::open("b");
    RecordedTrial trial = record.trial(4).value();
    trial.test.loss += 0.25;
    record.save({&trial, 1});
  }
  expect_refusal({"a", "b"}, "different results for trial 4 (Linear with seed 2)");
}

TEST_F(Merge, RefusesRecordsThatAreDamagedOrNotOurs) {
  train("a", {"--shard", "1/2"});
  for (const char* name : {"cut", "changed", "link", "schema"}) train(name, {"--shard", "2/2"});
  fs::resize_file("cut/run.sqlite", 40000);
  Database("changed/run.sqlite").execute("UPDATE trials SET train_loss = 0.125 WHERE id = 2");
  Database("schema/run.sqlite").execute("CREATE TRIGGER other AFTER INSERT ON trials BEGIN DELETE FROM curves; END");
  fs::rename("link/run.sqlite", "elsewhere");
  fs::create_symlink("../elsewhere", "link/run.sqlite");
  expect_refusal({"a", "cut"}, "cut cannot be merged");
  expect_refusal({"a", "changed"}, "trials, id 2: its checksum");
  expect_refusal({"a", "schema"}, "'other' is not as actlab makes it");
  expect_refusal({"a", "link"}, "symbolic link");
}

TEST_F(Merge, ReportsTrialsOfSeveralInstructionSets) {
  const std::vector<Isa> isas = available_isas();
  if (isas.size() < 2) GTEST_SKIP() << "this processor has one instruction set only";
  train("a", {"--shard", "1/2", "instruction_set=auto"});
  const Isa best = current_isa();
  set_isa(isas.front() == best ? isas.back() : isas.front());
  train("b", {"--shard", "2/2"});
  set_isa(best);
  EXPECT_THAT(merge({"all", "a", "b"}).error, HasSubstr("not trained with one instruction set"));
}

TEST_F(Merge, KeepsTheProvenanceOfEachShard) {
  train("a", {"--shard", "1/2"});
  train("b", {"--shard", "2/2"});
  EXPECT_EQ(merge({"all", "a", "b"}).code, 0);
  const std::string provenance = read_file("all/provenance.json");
  EXPECT_THAT(provenance, HasSubstr("\"merged_from\":\"a\""));
  EXPECT_THAT(provenance, HasSubstr("\"merged_from\":\"b\""));
}

TEST_F(Merge, OfMoreShardsThanSeedsWorks) {
  train("one");
  for (int part = 1; part <= 6; ++part) train("s" + std::to_string(part), {"--shard", std::to_string(part) + "/6"});
  EXPECT_EQ(merge({"all", "s1", "s2", "s3", "s4", "s5", "s6"}).code, 0);
  expect_same("all", "one");
}

TEST_F(Merge, AShardIsResumedAsTheSameShard) {
  train("a", {"--shard", "1/2"});
  train("a", {"--shard", "1/2", "--resume"});
  const CommandResult other = run_command({"circle.yaml", "--quiet", "--shard", "2/2", "--out", "a"});
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.error, HasSubstr("it is for shard 1/2 there and shard 2/2 here"));
  EXPECT_THAT(run_command({"circle.yaml", "--quiet", "--out", "a"}).error,
              HasSubstr("shard 1/2 there and all trials here"));
}

TEST_F(Merge, ARunThatChoosesItsSeedsHasNoShards) {
  const CommandResult result =
      run_command({"circle.yaml", "seeds={race: {at_most: 20}}", "--shard", "1/2", "--out", "a"});
  EXPECT_EQ(result.code, 2);
  EXPECT_THAT(result.error, HasSubstr("cannot be split into shards"));
  EXPECT_FALSE(fs::exists("a"));
}

}  // namespace
}  // namespace actlab
