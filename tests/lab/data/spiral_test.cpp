#include "lab/data/spiral.h"

#include <gtest/gtest.h>

#include "lab/data/all.h"
#include "lab/data/support.h"

namespace actlab {
namespace {

TEST(Spiral, HasTheSameNumberOfPointsPerClassInOrder) {
  const Dataset data = make_dataset(Spiral{.classes = 4, .samples_per_class = 25}, 0);
  EXPECT_EQ(data.classes, 4);
  EXPECT_EQ(data.class_names.size(), 4u);
  EXPECT_TRUE(torch::equal(targets_of(data.train), torch::arange(4).repeat_interleave(25)));
}

TEST(Spiral, EachArmRunsFromTheOriginToTheUnitCircle) {
  const Dataset data = make_dataset(Spiral{}, 1);
  const torch::Tensor radius = inputs_of(data.train).norm(2, 1).reshape({3, 100});
  EXPECT_TRUE(torch::allclose(radius, torch::linspace(0, 1, 100).expand({3, 100}), 1e-5, 1e-6));
}

TEST(Spiral, WithoutNoiseTheAngleFollowsTheFormula) {
  const torch::Tensor inputs = inputs_of(make_dataset(Spiral{.noise = 0}, 0).train).to(torch::kFloat64);
  const torch::Tensor r = torch::linspace(0, 1, 100, torch::kFloat64);
  for (const int c : {0, 1, 2}) {
    const torch::Tensor t = torch::linspace(4 * c, 4 * (c + 1), 100, torch::kFloat64);
    const torch::Tensor expected = torch::stack({r * (2.5 * t).sin(), r * (2.5 * t).cos()}, 1);
    EXPECT_TRUE(torch::allclose(inputs.narrow(0, 100 * c, 100), expected, 1e-6, 1e-7));
  }
}

TEST(Spiral, NoiseMovesTheAngleByItsStandardDeviation) {
  const auto angles = [](double noise) {
    const torch::Tensor inputs =
        inputs_of(make_dataset(Spiral{.samples_per_class = 5000, .noise = noise}, 4).train).to(torch::kFloat64);
    return torch::atan2(inputs.select(1, 0), inputs.select(1, 1));
  };
  const torch::Tensor moved = angles(0.2) - angles(0);
  const torch::Tensor turned = torch::atan2(moved.sin(), moved.cos());  // wrapped to (-pi, pi]
  EXPECT_NEAR(turned.std().item<double>(), 2.5 * 0.2, 0.02);
}

TEST(Spiral, MoreTestSamplesDoNotChangeTheTrainingSample) {
  const Dataset few = make_dataset(Spiral{.test_samples_per_class = 0}, 3);
  const Dataset many = make_dataset(Spiral{.test_samples_per_class = 301}, 3);
  EXPECT_EQ(few.train, many.train);
  EXPECT_EQ(few.test.size(), 0);
  EXPECT_EQ(many.test.size(), 903);
}

TEST(Spiral, WithOnePointPerClassIsTheOrigin) {
  EXPECT_EQ(inputs_of(make_dataset(Spiral{.samples_per_class = 1}, 0).train).abs().max().item<float>(), 0.0f);
}

}  // namespace
}  // namespace actlab
