#include "lab/experiment/snapshots.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>

#include "core/error.h"
#include "lab/experiment/config_text.h"
#include "lab/experiment/engines.h"
#include "lab/experiment/plan.h"
#include "lab/models/init.h"
#include "torch/eager/mlp.h"

namespace actlab {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

const std::string circle = "data: {kind: circle, samples: 50}\nmodels: {A: {hidden: [5], activation: tanh}}\n";

/// Snapshots of the first trial of a config.
struct WithSnapshots {
  explicit WithSnapshots(const std::string& text)
      : experiment(experiment_of(text)), engines(make_engines()), plan(make_plan(experiment, engines)) {
    const std::atomic<bool> stop{false};
    plan.engine[0]->train({plan.trials.data(), 1}, stop,
                          [&](const Trial&, TrialResult&& trained) { result = std::move(trained); });
    snapshots = take_snapshots(*plan.engine[0], plan.trials[0], result.checkpoints, *plan.scene);
  }

  Experiment experiment;
  Engines engines;
  Plan plan;
  TrialResult result;
  std::vector<SnapshotRecord> snapshots;
};

TEST(SnapshotEpochs, AreEvenlySpacedByLogarithmWithBothEnds) {
  SnapshotConfig wanted;
  wanted.count = 4;
  EXPECT_THAT(wanted.snapshot_epochs(10000), ElementsAre(0, 1, 10, 100, 1000, 10000));
  EXPECT_THAT(wanted.snapshot_epochs(1), ElementsAre(0, 1));
  EXPECT_THAT(wanted.snapshot_epochs(0), ElementsAre(0));
}

TEST(SnapshotEpochs, AreThoseOfTheConfig) {
  SnapshotConfig wanted;
  wanted.epochs = {7, 3, 3, 900};
  EXPECT_THAT(wanted.snapshot_epochs(100), ElementsAre(0, 3, 7, 100));
}

TEST(Snapshots, BeginWithTheUntrainedNetworkAndEndWithTheTrainedOne) {
  const WithSnapshots run(circle +
                          "training: {epochs: 5, optimizer: {kind: adam, lr: 0.5}}\nrecord: {weights: true}\n");
  ASSERT_FALSE(run.result.checkpoints.empty());
  EXPECT_EQ(run.result.checkpoints.front().weights,
            initial_parameters(*run.plan.trials[0].model_config, 2, 2, run.plan.trials[0].seed));
  EXPECT_EQ(run.result.checkpoints.back().weights, run.result.weights);
  for (std::size_t i = 0; i < run.result.weights.size(); ++i)
    EXPECT_NE(run.result.checkpoints.front().weights[i], run.result.weights[i]);
}

TEST(Snapshots, HaveProbabilitiesThatSumToOneAtEachGridPoint) {
  for (const char* loss : {"cross_entropy", "bce"}) {
    const WithSnapshots run(circle + "training: {epochs: 3, loss: " + loss + "}\n");
    EXPECT_EQ(run.snapshots.size(), run.result.checkpoints.size());
    for (const SnapshotRecord& snapshot : run.snapshots) {
      ASSERT_THAT(snapshot.outputs, SizeIs(2 * run.plan.scene->grid_size()));
      for (std::size_t i = 0; i < snapshot.outputs.size(); i += 2)
        EXPECT_NEAR(snapshot.outputs[i] + snapshot.outputs[i + 1], 1, 1e-6);
    }
  }
}

TEST(Snapshots, AreTheOutputsOfTheNetwork) {
  const WithSnapshots run(
      "data: {kind: sine, samples: 20}\nmodels: {A: {hidden: [4], activation: tanh}}\n"
      "training: {epochs: 2}\n");
  const GridAxis& axis = run.plan.scene->axes.at(0);
  const SnapshotRecord& first = run.snapshots.front();
  const Mlp untrained(*run.plan.trials[0].model_config, 1, 1, run.plan.trials[0].seed);
  ASSERT_THAT(first.outputs, SizeIs(axis.points));
  EXPECT_NEAR(first.outputs.front(), untrained.forward(torch::full({1, 1}, axis.low)).item<float>(), 1e-6);
  EXPECT_NEAR(first.outputs.back(), untrained.forward(torch::full({1, 1}, axis.high)).item<float>(), 1e-6);
}

TEST(Snapshots, OfExplicitWeightsWithoutTrainingAreTheOutputsOfTheseWeights) {
  for (const char* engine : {"fused", "eager"}) {
    const WithSnapshots run(std::string("data: {kind: sine, samples: 20}\n"
                                        "models:\n"
                                        "  Bump:\n"
                                        "    hidden: [2]\n"
                                        "    init:\n"
                                        "      kind: explicit\n"
                                        "      layers:\n"
                                        "        - {weight: [[6.0], [-1]], bias: [0, 0.7]}\n"
                                        "        - {weight: [[1, -1]], bias: [0.5]}\n"
                                        "training: none\n"
                                        "engine: ") +
                            engine + "\n");
    ASSERT_THAT(run.snapshots, SizeIs(1));
    EXPECT_EQ(run.result.epochs, 0);
    EXPECT_TRUE(run.result.status == TrialStatus::finished);
    EXPECT_TRUE(std::isfinite(run.result.train.loss) && std::isfinite(run.result.test.loss));
    const GridAxis& axis = run.plan.scene->axes[0];
    for (std::int32_t i = 0; i < axis.points; ++i) {
      const double x = axis.low + (axis.high - axis.low) * i / (axis.points - 1.0);
      const double expected = std::max(0.0, 6 * x) - std::max(0.0, 0.7 - x) + 0.5;
      EXPECT_NEAR(run.snapshots[0].outputs[static_cast<std::size_t>(i)], expected, 1e-5) << engine << " at " << x;
    }
  }
}

TEST(Snapshots, ListMisclassifiedSamples) {
  const WithSnapshots run(circle + "training: {epochs: 20, optimizer: {kind: adam, lr: 0.1}}\n");
  ASSERT_EQ(run.plan.scene->samples.size(), 50u);
  const double share = static_cast<double>(run.snapshots.back().wrong.size()) / 50;
  EXPECT_NEAR(share, 1 - run.result.train.accuracy, 1e-6);
  EXPECT_NE(run.snapshots.front().wrong, run.snapshots.back().wrong);
}

TEST(Snapshots, DoNotDependOnTheEngine) {
  const WithSnapshots fused(circle + "engine: fused\ntraining: {epochs: 4}\n");
  const WithSnapshots eager(circle + "engine: eager\ntraining: {epochs: 4}\n");
  ASSERT_EQ(fused.snapshots.size(), eager.snapshots.size());
  for (std::size_t i = 0; i < fused.snapshots.size(); ++i) {
    EXPECT_EQ(fused.snapshots[i].epochs, eager.snapshots[i].epochs);
    EXPECT_THAT(fused.snapshots[i].outputs, testing::Pointwise(testing::FloatNear(1e-4f), eager.snapshots[i].outputs));
  }
}

TEST(Snapshots, HaveHistogramsOfThePreactivationsOfEachHiddenLayer) {
  const WithSnapshots run("data: {kind: circle, samples: 50}\nmodels: {A: {hidden: [5, 3]}}\ntraining: {epochs: 2}\n");
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

TEST(Snapshots, AreOfOneSeedAtSweepPointsWithTheSameDataWithLayerStatisticsAtEachPoint) {
  const Engines engines = make_engines();
  for (const auto& [key, points] :
       {std::pair{"training.optimizer.lr: [0.1, 0.01]", 2u}, {"data.samples: [20, 30]", 1u}}) {
    const Experiment experiment =
        experiment_of(circle + fmt::format("seeds: 3\nrecord: {{snapshots: {{seed: 1}}}}\nsweep: {{{}}}\n", key));
    const Plan plan = make_plan(experiment, engines);
    EXPECT_EQ(plan.scene->seed, 1u);
    for (const Trial& trial : plan.trials) {
      EXPECT_EQ(!trial.snapshot_epochs.empty(), trial.seed == 1 && trial.point < points) << key;
      EXPECT_EQ(trial.measure_health, trial.seed == 1);
    }
  }
}

TEST(Snapshots, AreFewerPerPointInALargeSweep) {
  const SnapshotConfig wanted;
  EXPECT_EQ(wanted.snapshot_epochs(1000, 1), wanted.snapshot_epochs(1000));
  EXPECT_LT(wanted.snapshot_epochs(1000, 10).size(), wanted.snapshot_epochs(1000, 2).size());
  EXPECT_EQ(wanted.snapshot_epochs(1000, 100), (std::vector<std::int64_t>{0, 1000}));
}

TEST(Snapshots, OfVeryLargeWeightsHaveFiniteSums) {
  const WithSnapshots run(
      "data: {kind: sine, samples: 20}\n"
      "models: {A: {hidden: [4], activation: tanh, init: {kind: normal, std: 1e30}}}\n"
      "training: {epochs: 3}\n");
  EXPECT_TRUE(run.result.status == TrialStatus::diverged);
  ASSERT_THAT(run.snapshots, Not(IsEmpty()));
  SnapshotRecord read;
  set_details(read, details_to_json(run.snapshots[0]));
  for (const auto& [name, weights] : read.weights) EXPECT_TRUE(std::isfinite(weights.sum_of_squares)) << name;
}

TEST(Snapshots, AreNotTakenIfTheConfigDisablesThem) {
  const Experiment experiment = experiment_of(circle + "record: {snapshots: {count: 0}}\n");
  const Engines engines = make_engines();
  const Plan plan = make_plan(experiment, engines);
  EXPECT_FALSE(plan.scene);
  for (const Trial& trial : plan.trials) EXPECT_THAT(trial.snapshot_epochs, IsEmpty());
}

TEST(Snapshots, RequireASeedThatIsTrained) {
  try {
    experiment_of(circle + "seeds: 3\nrecord: {snapshots: {seed: 7}}\n");
    FAIL() << "no error";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr(":4:28: record.snapshots.seed: found 7, which is not among the seeds"));
  }
}

}  // namespace
}  // namespace actlab
