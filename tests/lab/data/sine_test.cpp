#include "lab/data/sine.h"

#include <gtest/gtest.h>

#include <numbers>

#include "lab/data/all.h"
#include "lab/data/support.h"

namespace actlab {
namespace {

TEST(Sine, IsOnePeriodOnAnEvenGridWithoutTheEndPoint) {
  const Samples train = make_dataset(Sine{.samples = 8}, 0).train;
  EXPECT_TRUE(torch::equal(inputs_of(train), torch::arange(8, torch::kFloat32).reshape({8, 1}) / 8));
  const torch::Tensor expected = (2 * std::numbers::pi * inputs_of(train).to(torch::kFloat64)).sin();
  EXPECT_TRUE(torch::allclose(targets_of(train).to(torch::kFloat64), expected, 0, 1e-7));
}

TEST(Sine, TestPointsLieHalfwayBetweenTrainingPoints) {
  const Dataset data = make_dataset(Sine{.samples = 100, .test_samples = 100}, 0);
  EXPECT_TRUE(torch::allclose(inputs_of(data.test), inputs_of(data.train) + 0.005, 0, 1e-7));
}

TEST(Sine, IsARegressionOfOneFeatureAndOneOutput) {
  const Dataset data = make_dataset(Sine{}, 0);
  EXPECT_TRUE(data.is_regression());
  EXPECT_EQ(data.features(), 1);
  EXPECT_EQ(data.outputs(), 1);
}

TEST(Sine, IsTheSameForEverySeed) {
  EXPECT_TRUE(equal(make_dataset(Sine{}, 0), make_dataset(Sine{}, 1)));
}

TEST(Sine, MoreTestSamplesDoNotChangeTheTrainingSample) {
  const Dataset none = make_dataset(Sine{.test_samples = 0}, 0);
  EXPECT_EQ(none.train, make_dataset(Sine{.test_samples = 7}, 0).train);
  EXPECT_EQ(none.test.size(), 0);
}

}  // namespace
}  // namespace actlab
