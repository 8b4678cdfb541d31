#include "lab/experiment/run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/experiment/fake_engine.h"
#include "lab/experiment/planned.h"
#include "lab/record/temporary_directory.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::SizeIs;

TEST(Run, RecordsTheSameForAnyNumberOfThreads) {
  const TemporaryDirectory parent;
  const Planned planned(std::make_unique<FakeEngine>());
  planned.run(parent / "one", 1);
  for (const unsigned jobs : {2u, 3u, 16u}) {
    const fs::path path = parent / std::to_string(jobs);
    planned.run(path, jobs);
    for (const char* file : {"trials.csv", "curves.csv", "summary.json"}) {
      EXPECT_EQ(read_file(path / file), read_file(parent / "one" / file)) << file << ", " << jobs << " jobs";
    }
  }
}

TEST(Run, OfTheFusedEngineRecordsTheSameBitsForAnyNumberOfThreadsAndAfterAnInterruption) {
  expect_same_bits_for_any_number_of_threads(make_fused_engine());
}

TEST(Run, RecordsTheResultsOfAnEngine) {
  const TemporaryDirectory parent;
  const Planned planned(std::make_unique<FakeEngine>());
  const std::vector<TrialRecord> trials = planned.run(parent / "run", 2).trials();
  ASSERT_THAT(trials, SizeIs(20));
  EXPECT_EQ(trials[3].model, "BB");
  EXPECT_EQ(trials[3].seed, 1u);
  EXPECT_EQ(trials[3].status, TrialStatus::finished);
  EXPECT_EQ(trials[3].engine, "fake");
  EXPECT_EQ(trials[3].epochs, 2);
  EXPECT_DOUBLE_EQ(trials[3].train.accuracy, 0.2);
  EXPECT_DOUBLE_EQ(trials[3].test.accuracy, 0.1);
}

TEST(Run, ContinuesAfterATrialDivergesOrFails) {
  const TemporaryDirectory parent;
  const Planned planned(std::make_unique<FakeEngine>("fake", [](const Trial& trial, TrialResult& result) {
    if (trial.seed == 3) {
      result.status = TrialStatus::diverged;
      result.epochs = 1;
      result.train = {std::nan(""), 0.5};
    }
    if (trial.seed == 4) {
      result.status = TrialStatus::failed;
      result.message = "out of luck";
    }
  }));
  RunRecord record = planned.run(parent / "run", 2);
  const std::vector<TrialRecord> trials = record.trials();
  ASSERT_THAT(trials, SizeIs(20));
  EXPECT_EQ(trials[6].status, TrialStatus::diverged);
  EXPECT_EQ(trials[6].epochs, 1);
  EXPECT_TRUE(std::isnan(trials[6].train.accuracy)) << "a diverged trial has no score";
  EXPECT_EQ(trials[8].status, TrialStatus::failed);
  EXPECT_EQ(trials[8].message, "out of luck");
  EXPECT_FALSE(record.is_complete());
}

TEST(Run, StopsBetweenTrialsAndResumesWithMissingTrials) {
  const TemporaryDirectory parent;
  std::atomic<bool> stop{false};
  std::atomic<int> trained{0};
  const Planned planned(std::make_unique<FakeEngine>("fake", [&](const Trial&, TrialResult&) {
    if (++trained == 5) stop = true;
  }));
  EXPECT_THAT(planned.run(parent / "run", 1, stop).trials(), SizeIs(5));
  EXPECT_THAT(read_file(parent / "run" / "summary.json"), HasSubstr("\"finished\": 3"));

  planned.run(parent / "run", 1);
  EXPECT_EQ(trained, 20) << "recorded trials are not trained again";
  const Planned undisturbed(std::make_unique<FakeEngine>());
  undisturbed.run(parent / "other", 1);
  EXPECT_EQ(read_file(parent / "run" / "trials.csv"), read_file(parent / "other" / "trials.csv"));
}

TEST(Run, RetriesFailedTrials) {
  const TemporaryDirectory parent;
  const Planned failing(std::make_unique<FakeEngine>("fake", [](const Trial& trial, TrialResult& result) {
    if (trial.id == 2) result.status = TrialStatus::failed;
  }));
  RunRecord record = failing.run(parent / "run", 2);
  EXPECT_EQ(missing_trials(failing.plan(), record), std::vector<std::int64_t>{2});
  EXPECT_TRUE(Planned(std::make_unique<FakeEngine>()).run(parent / "run", 2).is_complete());
}

TEST(Run, ReportsEveryRecordedTrial) {
  const TemporaryDirectory parent;
  const Planned planned(std::make_unique<FakeEngine>());
  const RunDirectory directory = RunDirectory::create(parent / "run");
  RunRecord record = RunRecord::create(directory.path(), planned.plan().header);
  std::size_t reported = 0;
  RunOptions options;
  options.jobs = 4;
  options.recorded = [&](std::span<const RecordedTrial> trials) { reported += trials.size(); };
  run_trials(planned.plan(), missing_trials(planned.plan(), record), record, directory, FakeBackend(), Planned::never(),
             options);
  EXPECT_EQ(reported, 20u);
}

TEST(Run, RecordsWeightsAndCurvesAsConfigured) {
  const TemporaryDirectory parent;
  Planned(std::make_unique<FakeEngine>(), ten_seeds + "record: {weights: true, curves: false}\n")
      .run(parent / "run", 2);
  EXPECT_TRUE(fs::exists(parent / "run" / "weights" / "BB-9.pt"));
  EXPECT_EQ(read_file(parent / "run" / "curves.csv"),
            "model,seed,epoch,train_loss,train_accuracy,test_loss,test_accuracy\n");
  Planned(std::make_unique<FakeEngine>()).run(parent / "other", 2);
  EXPECT_FALSE(fs::exists(parent / "other" / "weights"));
}

TEST(Run, RethrowsExceptionsOfAnEngine) {
  const TemporaryDirectory parent;
  const Planned planned(
      std::make_unique<FakeEngine>("fake", [](const Trial&, TrialResult&) { throw std::runtime_error("no"); }));
  EXPECT_THROW(planned.run(parent / "run", 2), std::runtime_error);
}

TEST(RunTrials, WritesWeightsOfAModelWhoseNameIsNoFileName) {
  const TemporaryDirectory parent;
  Planned(std::make_unique<FakeEngine>(),
          "data: {kind: circle, samples: 20}\nmodels: {a/b: {hidden: [3]}}\nseeds: 1\nrecord: {weights: true}\n")
      .run(parent / "run", 1);
  EXPECT_TRUE(fs::exists(parent / "run" / "weights" / "a%2Fb-0.pt"));
}

}  // namespace
}  // namespace actlab
