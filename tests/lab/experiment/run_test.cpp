#include "lab/experiment/run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/experiment/config_text.h"
#include "lab/experiment/fake_engine.h"
#include "lab/record/exports.h"
#include "lab/record/temporary_directory.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::SizeIs;

const std::string config =
    "data: {kind: circle, samples: 20}\n"
    "models: {A: {hidden: [3]}, BB: {hidden: [4]}}\n"
    "training: {epochs: 2}\n"
    "seeds: 10\n";

/// A plan for one engine, with the objects that it refers to.
class Planned {
 public:
  explicit Planned(std::unique_ptr<Engine> engine, const std::string& text = config)
      : experiment_(experiment_of(text)), engines_(only(std::move(engine))), plan_(make_plan(experiment_, engines_)) {}

  const Plan& plan() const { return plan_; }

  /// Trains the trials that `path` lacks and returns the record.
  RunRecord run(const fs::path& path, unsigned jobs, const std::atomic<bool>& stop = never()) const {
    const RunDirectory directory = is_run(path) ? RunDirectory::open(path) : RunDirectory::create(path);
    RunRecord record = is_run(path) ? RunRecord::open(path) : RunRecord::create(path, plan_.header);
    RunOptions options;
    options.jobs = jobs;
    run_trials(plan_, missing_trials(plan_, record), record, directory, stop, options);
    export_results(record, path);
    return record;
  }

  static const std::atomic<bool>& never() {
    static const std::atomic<bool> stop{false};
    return stop;
  }

 private:
  Experiment experiment_;
  Engines engines_;
  Plan plan_;
};

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

TEST(Run, RecordsTheSameBitsForEveryEngineAnyNumberOfThreadsAndAfterAStop) {
  const std::string text = config + "record: {health: true}\n";
  const auto real = [](bool fused) { return fused ? make_fused_engine() : make_eager_engine(); };
  for (const bool fused : {true, false}) {
    SCOPED_TRACE(fused ? "fused" : "eager");
    const TemporaryDirectory parent;
    const Planned planned(real(fused), text);
    planned.run(parent / "one", 1);
    planned.run(parent / "two", 2);
    const fs::path stopped = parent / "stopped";
    {
      const RunDirectory directory = RunDirectory::create(stopped);
      RunRecord record = RunRecord::create(stopped, planned.plan().header);
      // The first half of an interrupted run, in arbitrary order.
      const std::vector<std::int64_t> half{7, 2, 11, 0, 19, 4, 13, 5, 16, 8};
      run_trials(planned.plan(), half, record, directory, Planned::never(), {});
    }
    planned.run(stopped, 2);
    for (const char* file : {"curves.csv", "health.csv"}) {
      EXPECT_EQ(read_file(parent / "two" / file), read_file(parent / "one" / file)) << file;
      EXPECT_EQ(read_file(stopped / file), read_file(parent / "one" / file)) << file << " after a stop";
    }
  }
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
  std::size_t told = 0;
  RunOptions options;
  options.jobs = 4;
  options.recorded = [&](std::span<const RecordedTrial> trials) { told += trials.size(); };
  run_trials(planned.plan(), missing_trials(planned.plan(), record), record, directory, Planned::never(), options);
  EXPECT_EQ(told, 20u);
}

TEST(Run, RecordsWeightsAndCurvesAsConfigured) {
  const TemporaryDirectory parent;
  Planned(std::make_unique<FakeEngine>(), config + "record: {weights: true, curves: false}\n").run(parent / "run", 2);
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

}  // namespace
}  // namespace actlab
