#include "lab/experiment/snapshots.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "fake_backend.h"
#include "lab/experiment/with_snapshots.h"
#include "lab/models/init.h"

namespace actlab {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

TEST(SnapshotEpochs, AreLogarithmicallySpacedAndIncludeTheFirstAndTheLast) {
  SnapshotConfig config;
  config.count = 4;
  EXPECT_THAT(config.snapshot_epochs(10000), ElementsAre(0, 1, 10, 100, 1000, 10000));
  EXPECT_THAT(config.snapshot_epochs(1), ElementsAre(0, 1));
  EXPECT_THAT(config.snapshot_epochs(0), ElementsAre(0));
}

TEST(SnapshotEpochs, CanBeSetByTheConfig) {
  SnapshotConfig config;
  config.epochs = {7, 3, 3, 900};
  EXPECT_THAT(config.snapshot_epochs(100), ElementsAre(0, 3, 7, 100));
}

TEST(Snapshots, StartWithTheUntrainedAndEndWithTheTrainedNetwork) {
  const WithSnapshots run(
      FakeBackend(),
      circle_config + "training: {epochs: 5, optimizer: {kind: adam, lr: 0.5}}\nrecord: {weights: true}\n");
  ASSERT_FALSE(run.result.checkpoints.empty());
  EXPECT_EQ(run.result.checkpoints.front().weights,
            initial_parameters(*run.plan.trials[0].model_config, 2, 2, run.plan.trials[0].seed));
  EXPECT_EQ(run.result.checkpoints.back().weights, run.result.weights);
  for (std::size_t i = 0; i < run.result.weights.size(); ++i)
    EXPECT_NE(run.result.checkpoints.front().weights[i], run.result.weights[i]);
}

TEST(Snapshots, HaveProbabilitiesThatSumToOneAtEachGridPoint) {
  for (const char* loss : {"cross_entropy", "bce"}) {
    const WithSnapshots run(FakeBackend(), circle_config + "training: {epochs: 3, loss: " + loss + "}\n");
    EXPECT_EQ(run.snapshots.size(), run.result.checkpoints.size());
    for (const SnapshotRecord& snapshot : run.snapshots) {
      ASSERT_THAT(snapshot.outputs, SizeIs(2 * run.plan.scene->grid_size()));
      for (std::size_t i = 0; i < snapshot.outputs.size(); i += 2)
        EXPECT_NEAR(snapshot.outputs[i] + snapshot.outputs[i + 1], 1, 1e-6);
    }
  }
}

TEST(Snapshots, OfExplicitWeightsShowTheirNetwork) {
  expect_outputs_of_explicit_weights("fused", FakeBackend());
}

TEST(Snapshots, ListTheMisclassifiedSamples) {
  const WithSnapshots run(FakeBackend(), circle_config + "training: {epochs: 20, optimizer: {kind: adam, lr: 0.1}}\n");
  ASSERT_EQ(run.plan.scene->samples.size(), 50u);
  const double share = static_cast<double>(run.snapshots.back().wrong.size()) / 50;
  EXPECT_NEAR(share, 1 - run.result.train.accuracy, 1e-6);
  EXPECT_NE(run.snapshots.front().wrong, run.snapshots.back().wrong);
}

TEST(Snapshots, HaveAHistogramOfTheInputsOfEachActivation) {
  const WithSnapshots run(FakeBackend(),
                          "data: {kind: circle, samples: 50}\nmodels: {A: {hidden: [5, 3]}}\ntraining: {epochs: 2}\n");
  for (const SnapshotRecord& snapshot : run.snapshots) {
    ASSERT_THAT(snapshot.preactivations, SizeIs(2));
    for (const HistogramRecord& histogram : snapshot.preactivations) {
      float sum = 0;
      for (const float share : histogram.shares) sum += share;
      EXPECT_NEAR(sum, 1, 1e-5);
      EXPECT_LT(histogram.low, histogram.high);
    }
  }
}

TEST(Snapshots, AreTakenForOneSeedAtSweepPointsWithTheDataOfTheFirst) {
  const Engines engines = make_engines(FakeBackend());
  for (const auto& [key, points] :
       {std::pair{"training.optimizer.lr: [0.1, 0.01]", 2u}, {"data.samples: [20, 30]", 1u}}) {
    const Experiment experiment = experiment_of(
        circle_config + fmt::format("seeds: 3\nrecord: {{snapshots: {{seed: 1}}}}\nsweep: {{{}}}\n", key));
    const Plan plan = make_plan(experiment, engines);
    EXPECT_EQ(plan.scene->seed, 1u);
    for (const Trial& trial : plan.trials) {
      EXPECT_EQ(!trial.snapshot_epochs.empty(), trial.seed == 1 && trial.point < points) << key;
      EXPECT_EQ(trial.measure_health, trial.seed == 1);
    }
  }
}

TEST(Snapshots, AreFewerPerPointInALargeSweep) {
  const SnapshotConfig config;
  EXPECT_EQ(config.snapshot_epochs(1000, 1), config.snapshot_epochs(1000));
  EXPECT_LT(config.snapshot_epochs(1000, 10).size(), config.snapshot_epochs(1000, 2).size());
  EXPECT_EQ(config.snapshot_epochs(1000, 100), (std::vector<std::int64_t>{0, 1000}));
}

TEST(Snapshots, OfHugeWeightsHaveFiniteSums) {
  const WithSnapshots run(FakeBackend(),
                          "data: {kind: sine, samples: 20}\n"
                          "models: {A: {hidden: [4], activation: tanh, init: {kind: normal, std: 1e30}}}\n"
                          "training: {epochs: 3}\n");
  EXPECT_TRUE(run.result.status == TrialStatus::diverged);
  ASSERT_THAT(run.snapshots, Not(IsEmpty()));
  SnapshotRecord read;
  set_details(read, details_to_json(run.snapshots[0]));
  for (const auto& [name, weights] : read.weights) EXPECT_TRUE(std::isfinite(weights.sum_of_squares)) << name;
}

TEST(Snapshots, AreNotTakenIfTheCountIs0) {
  const Experiment experiment = experiment_of(circle_config + "record: {snapshots: {count: 0}}\n");
  const Engines engines = make_engines(FakeBackend());
  const Plan plan = make_plan(experiment, engines);
  EXPECT_FALSE(plan.scene);
  for (const Trial& trial : plan.trials) EXPECT_THAT(trial.snapshot_epochs, IsEmpty());
}

TEST(Snapshots, RequireASeedOfTheExperiment) {
  try {
    experiment_of(circle_config + "seeds: 3\nrecord: {snapshots: {seed: 7}}\n");
    FAIL() << "seed 7 was accepted";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr(":4:28: record.snapshots.seed: found 7, which is not one of `seeds`"));
  }
}

}  // namespace
}  // namespace actlab
