#include "lab/data/circle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/data/all.h"
#include "lab/data/support.h"

namespace actlab {
namespace {

TEST(Circle, LabelsMarkPointsInsideTheUnitCircle) {
  const Dataset data = make_dataset(Circle{}, 0);
  for (const Samples& samples : {data.train, data.test}) {
    // A point within float32 rounding of the circle may have either label.
    const torch::Tensor squares = inputs_of(samples).to(torch::kFloat64).square().sum(1);
    EXPECT_TRUE((targets_of(samples) == 1).logical_or(squares > 1 - 1e-6).all().item<bool>());
    EXPECT_TRUE((targets_of(samples) == 0).logical_or(squares < 1 + 1e-6).all().item<bool>());
  }
  EXPECT_THAT(data.class_names, testing::ElementsAre("outside", "inside"));
}

TEST(Circle, PointsFillTheSquare) {
  const torch::Tensor inputs = inputs_of(make_dataset(Circle{.samples = 10000}, 1).train);
  EXPECT_GE(inputs.min().item<float>(), -1.5f);
  EXPECT_LE(inputs.max().item<float>(), 1.5f);
  EXPECT_LT(inputs.min().item<float>(), -1.49f);
  EXPECT_GT(inputs.max().item<float>(), 1.49f);
}

TEST(Circle, InsideHasTheExpectedShare) {
  const torch::Tensor targets = targets_of(make_dataset(Circle{.samples = 100000}, 2).train);
  EXPECT_NEAR(targets.to(torch::kFloat64).mean().item<double>(), 3.14159265 / 9, 0.005);  // three standard errors
}

TEST(Circle, MoreTestSamplesDoNotChangeTheTrainingSample) {
  const Dataset few = make_dataset(Circle{.samples = 50, .test_samples = 0}, 3);
  const Dataset many = make_dataset(Circle{.samples = 50, .test_samples = 500}, 3);
  EXPECT_EQ(few.train, many.train);
  EXPECT_EQ(few.test.size(), 0);
  EXPECT_EQ(many.test.size(), 500);
}

TEST(Circle, TestSampleIsIndependentOfTheTrainingSample) {
  const Dataset data = make_dataset(Circle{.samples = 50, .test_samples = 50}, 3);
  EXPECT_NE(data.train, data.test);
  // Train and test are consecutive parts of one random stream.
  const Samples both = make_dataset(Circle{.samples = 100, .test_samples = 0}, 3).train;
  EXPECT_TRUE(torch::equal(torch::cat({inputs_of(data.train), inputs_of(data.test)}), inputs_of(both)));
}

}  // namespace
}  // namespace actlab
