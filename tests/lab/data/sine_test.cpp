#include "lab/data/sine.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "lab/data/all.h"
#include "lab/data/support.h"

namespace actlab {
namespace {

TEST(Sine, IsOnePeriodOnAnEvenGridWithoutTheEndPoint) {
  const Samples train = make_dataset(Sine{.samples = 8}, 0).train;
  ASSERT_EQ(train.size(), 8);
  for (std::int64_t i = 0; i < 8; ++i) {
    EXPECT_EQ(train.inputs.at(i, 0), static_cast<float>(i) / 8);
    EXPECT_NEAR(train.values.at(i, 0), std::sin(2 * std::numbers::pi * train.inputs.at(i, 0)), 1e-7);
  }
}

TEST(Sine, TestPointsLieHalfwayBetweenTrainingPoints) {
  const Dataset data = make_dataset(Sine{.samples = 100, .test_samples = 100}, 0);
  ASSERT_EQ(data.test.size(), 100);
  for (std::int64_t i = 0; i < 100; ++i)
    EXPECT_NEAR(data.test.inputs.at(i, 0), data.train.inputs.at(i, 0) + 0.005f, 1e-7) << i;
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
