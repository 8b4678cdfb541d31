// What an experiment gives with the eager engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/experiment/pictured.h"
#include "lab/experiment/planned.h"
#include "torch/backend/torch_backend.h"
#include "torch/eager/engine.h"
#include "torch/eager/mlp.h"

namespace actlab {
namespace {

using testing::SizeIs;

TEST(EagerRun, RecordsTheSameBitsForAnyNumberOfThreadsAndAfterAStop) {
  expect_same_bits_for_any_number_of_threads(make_eager_engine());
}

TEST(EagerSnapshots, AreTheNetworksOwnAnswers) {
  const Pictured run(TorchBackend(),
                     "data: {kind: sine, samples: 20}\nmodels: {A: {hidden: [4], activation: tanh}}\n"
                     "training: {epochs: 2}\n");
  const GridAxis& axis = run.plan.scene->axes.at(0);
  const SnapshotRecord& first = run.pictures.front();
  const Mlp untrained(*run.plan.trials[0].model_config, 1, 1, run.plan.trials[0].seed);
  ASSERT_THAT(first.outputs, SizeIs(axis.points));
  EXPECT_NEAR(first.outputs.front(), untrained.forward(torch::full({1, 1}, axis.low)).item<float>(), 1e-6);
  EXPECT_NEAR(first.outputs.back(), untrained.forward(torch::full({1, 1}, axis.high)).item<float>(), 1e-6);
}

TEST(EagerSnapshots, OfWeightsSetByHandAndNotTrainedAreWhatTheWeightsSay) {
  expect_the_bump_set_by_hand("eager", TorchBackend());
}

TEST(EagerSnapshots, DoNotDependOnTheEngine) {
  const Pictured fused(TorchBackend(), one_circle + "engine: fused\ntraining: {epochs: 4}\n");
  const Pictured eager(TorchBackend(), one_circle + "engine: eager\ntraining: {epochs: 4}\n");
  ASSERT_EQ(fused.pictures.size(), eager.pictures.size());
  for (std::size_t i = 0; i < fused.pictures.size(); ++i) {
    EXPECT_EQ(fused.pictures[i].epochs, eager.pictures[i].epochs);
    EXPECT_THAT(fused.pictures[i].outputs, testing::Pointwise(testing::FloatNear(1e-4f), eager.pictures[i].outputs));
  }
}

}  // namespace
}  // namespace actlab
