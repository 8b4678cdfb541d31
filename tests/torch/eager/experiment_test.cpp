// Experiments with the eager engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/experiment/planned.h"
#include "lab/experiment/with_snapshots.h"
#include "torch/backend/torch_backend.h"
#include "torch/eager/engine.h"
#include "torch/eager/mlp.h"

namespace actlab {
namespace {

using testing::SizeIs;

TEST(EagerRun, RecordsTheSameBitsForAnyNumberOfThreadsAndAfterAnInterruption) {
  expect_same_bits_for_any_number_of_threads(make_eager_engine());
}

TEST(EagerSnapshots, HaveTheOutputsOfTheNetwork) {
  const WithSnapshots run(TorchBackend(),
                          "data: {kind: sine, samples: 20}\nmodels: {A: {hidden: [4], activation: tanh}}\n"
                          "training: {epochs: 2}\n");
  const GridAxis& axis = run.plan.scene->axes.at(0);
  const SnapshotRecord& first = run.snapshots.front();
  const Mlp untrained(*run.plan.trials[0].model_config, 1, 1, run.plan.trials[0].seed);
  ASSERT_THAT(first.outputs, SizeIs(axis.points));
  EXPECT_NEAR(first.outputs.front(), untrained.forward(torch::full({1, 1}, axis.low)).item<float>(), 1e-6);
  EXPECT_NEAR(first.outputs.back(), untrained.forward(torch::full({1, 1}, axis.high)).item<float>(), 1e-6);
}

TEST(EagerSnapshots, OfExplicitWeightsShowTheirNetwork) {
  expect_outputs_of_explicit_weights("eager", TorchBackend());
}

TEST(EagerSnapshots, DoNotDependOnTheEngine) {
  const WithSnapshots fused(TorchBackend(), circle_config + "engine: fused\ntraining: {epochs: 4}\n");
  const WithSnapshots eager(TorchBackend(), circle_config + "engine: eager\ntraining: {epochs: 4}\n");
  ASSERT_EQ(fused.snapshots.size(), eager.snapshots.size());
  for (std::size_t i = 0; i < fused.snapshots.size(); ++i) {
    EXPECT_EQ(fused.snapshots[i].epochs, eager.snapshots[i].epochs);
    EXPECT_THAT(fused.snapshots[i].outputs, testing::Pointwise(testing::FloatNear(1e-4f), eager.snapshots[i].outputs));
  }
}

}  // namespace
}  // namespace actlab
