// runner --extend.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "app/cli/runs.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;

class Extend : public Runs {
 protected:
  static CommandResult extend(const std::string& run, std::vector<std::string> more) {
    std::vector<std::string> arguments{"circle.yaml", "--quiet", "--no-report", "--extend", run};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_command(arguments);
  }
  static void write_config(const std::string& models) {
    std::ofstream("circle.yaml") << "data: {kind: circle, samples: 50, test_samples: 50}\nmodels:\n"
                                 << models << "training: {epochs: 3}\nseeds: 4\n";
  }
  /// That the extension is refused and the run is as before.
  static void expect_refusal(const std::vector<std::string>& more, const std::string& reason) {
    const std::string before = read_file("run/run.sqlite");
    const CommandResult result = extend("run", more);
    EXPECT_EQ(result.code, 2);
    EXPECT_THAT(result.error, HasSubstr(reason));
    EXPECT_TRUE(read_file("run/run.sqlite") == before);
    EXPECT_FALSE(fs::exists("run/extending"));
  }
  static constexpr const char* linear = "  Linear: {hidden: [4], activation: identity}\n";
  static constexpr const char* bent = "  Bent: {hidden: [4], activation: relu}\n";
};

TEST_F(Extend, BySeedsIsARunOfAllSeeds) {
  train("run");
  train("whole", {"seeds=9"});
  const CommandResult result = extend("run", {"seeds=9"});
  EXPECT_EQ(result.code, 0) << result.error;
  expect_same("run", "whole");
  EXPECT_THAT(read_file("run/provenance.json"), HasSubstr("\"extended\":{\"trials_kept\":8}"));
}

TEST_F(Extend, ByAModelIsARunWithIt) {
  train("run");
  write_config(std::string("  Smooth: {hidden: [4], activation: tanh}\n") + linear + bent);
  train("whole");
  EXPECT_EQ(extend("run", {}).code, 0);
  expect_same("run", "whole");
}

TEST_F(Extend, ByValuesOfASweepIsTheWholeSweep) {
  train("run");
  const std::string three = "sweep.training.epochs=[2, 3, 4]";
  train("whole", {three});
  EXPECT_EQ(extend("run", {"sweep.training.epochs=[2, 3]"}).code, 0);
  EXPECT_EQ(extend("run", {three}).code, 0);
  expect_same("run", "whole");
}

TEST_F(Extend, TrainsOnlyWhatIsMissing) {
  train("run");
  const auto seconds = [](const std::string& run) {
    RunRecord record = RunRecord::open(run, Database::Access::read);
    std::vector<double> all;
    for (const TrialRecord& trial : record.trials()) all.push_back(trial.seconds);
    return all;
  };
  const std::vector<double> before = seconds("run");
  EXPECT_EQ(extend("run", {"seeds=6"}).code, 0);
  std::vector<double> after = seconds("run");
  ASSERT_EQ(after.size(), 12u);
  after.resize(before.size());
  EXPECT_EQ(after, before);
}

// What a killed runner leaves in its log is part of the run.
TEST_F(Extend, KeepsWhatIsStillInTheLog) {
  train("run", {"seeds=3"});
  train("whole", {"seeds=9"});
  fs::create_directory("kept");
  {
    RunRecord record = RunRecord::open("run");
    RecordedTrial trial = record.trial(2).value();
    record.add_details(trial);
    record.save({&trial, 1});
    for (const char* file : {"run.sqlite", "run.sqlite-wal"})
      fs::copy_file(fs::path("run") / file, fs::path("kept") / file);
  }
  const CommandResult result = extend("kept", {"seeds=9"});
  EXPECT_EQ(result.code, 0) << result.error;
  EXPECT_FALSE(fs::exists("kept/run.sqlite-wal"));
  expect_same("kept", "whole");
}

// The snapshots are of the first seed.
TEST_F(Extend, TrainsAgainWhatTheLargerRunRecordsOtherwise) {
  train("run", {"seeds=[5, 6]"});
  train("whole", {"seeds=[4, 5, 6]"});
  EXPECT_EQ(extend("run", {"seeds=[4, 5, 6]"}).code, 0);
  expect_same("run", "whole");
}

TEST_F(Extend, RefusesAnyOtherChange) {
  train("run");
  expect_refusal({"training.epochs=4"}, "training.epochs is 3 there and 4 here");
  expect_refusal({"seeds=9", "data.samples=60"}, "data.samples is 50 there and 60 here");
  expect_refusal({"models.Bent.hidden=[5]"}, "models.Bent.hidden is [4] there and [5] here");
  expect_refusal({"seeds=3"}, "run has the seed 3, which is missing here");
  expect_refusal({"seeds=9", "record.curves=false"}, "record.curves is true there and false here");
  expect_refusal({"seeds={race: {at_most: 20}}"}, "chooses its number of seeds");
  write_config(bent);
  expect_refusal({}, "the model Linear is missing here");
}

TEST_F(Extend, RefusesWhatIsNoWholeRun) {
  train("run", {"--shard", "1/2"});
  expect_refusal({"seeds=9"}, "shard 1/2");
  EXPECT_THAT(extend("nowhere", {}).error, HasSubstr("nowhere is not a run"));
  EXPECT_EQ(extend("run", {"--out", "x"}).code, 2);
  EXPECT_EQ(extend("run", {"--shard", "1/2"}).code, 2);
}

TEST_F(Extend, RefusesADataFileThatChanged) {
  const std::string table = "x,y,class\n1,2,a\n2,1,b\n3,2,a\n1,3,b\n4,4,a\n0,1,b\n";
  std::ofstream("points.csv") << table;
  std::ofstream("circle.yaml") << "data: {kind: csv, file: points.csv, test_fraction: 0}\n"
                                  "models: {Bent: {hidden: [4], activation: relu}}\ntraining: {epochs: 3}\nseeds: 4\n";
  train("run");
  EXPECT_EQ(extend("run", {"seeds=5"}).code, 0);
  std::ofstream("points.csv") << table << "5,5,b\n";
  expect_refusal({"seeds=6"}, "its content has changed");
}

TEST_F(Extend, OfADamagedRunIsRefused) {
  train("run");
  {
    Database database("run/run.sqlite");
    database.execute("UPDATE trials SET test_loss = 3 WHERE id = 1");
    database.execute("PRAGMA journal_mode = DELETE");
  }
  expect_refusal({"seeds=9"}, "It is damaged");
}

}  // namespace
}  // namespace actlab
