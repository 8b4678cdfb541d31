#include "lab/data/spiral.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

#include "lab/data/all.h"
#include "lab/data/support.h"

namespace actlab {
namespace {

// Of a point of an arm of 100.
double radius_at(std::int64_t point) {
  return static_cast<double>(point) / 99;
}

TEST(Spiral, HasAsManyPointsOfEachClassInOrder) {
  const Dataset data = make_dataset(Spiral{.classes = 4, .samples_per_class = 25}, 0);
  EXPECT_EQ(data.classes, 4);
  EXPECT_EQ(data.class_names.size(), 4u);
  ASSERT_EQ(data.train.size(), 100);
  for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(data.train.labels[i], static_cast<std::int64_t>(i / 25)) << i;
}

TEST(Spiral, EachArmRunsFromTheOriginToTheUnitCircle) {
  const Dataset data = make_dataset(Spiral{}, 1);
  ASSERT_EQ(data.train.size(), 300);
  for (std::int64_t i = 0; i < 300; ++i) {
    const double expected = radius_at(i % 100);
    EXPECT_NEAR(std::hypot(data.train.inputs.at(i, 0), data.train.inputs.at(i, 1)), expected, 1e-6 + 1e-5 * expected);
  }
}

TEST(Spiral, WithoutNoiseTheAngleIsThatOfTheFormula) {
  const Matrix inputs = make_dataset(Spiral{.noise = 0}, 0).train.inputs;
  for (std::int64_t i = 0; i < 300; ++i) {
    const double r = radius_at(i % 100), t = 4 * static_cast<double>(i / 100) + 4 * r;
    const double x = r * std::sin(2.5 * t), y = r * std::cos(2.5 * t);
    EXPECT_NEAR(inputs.at(i, 0), x, 1e-7 + 1e-6 * std::abs(x)) << i;
    EXPECT_NEAR(inputs.at(i, 1), y, 1e-7 + 1e-6 * std::abs(y)) << i;
  }
}

TEST(Spiral, NoiseMovesTheAngleByItsStandardDeviation) {
  const auto angles = [](double noise) {
    const Matrix inputs = make_dataset(Spiral{.samples_per_class = 5000, .noise = noise}, 4).train.inputs;
    std::vector<double> each;
    for (std::int64_t i = 0; i < inputs.rows; ++i) each.push_back(std::atan2(inputs.at(i, 0), inputs.at(i, 1)));
    return each;
  };
  const std::vector<double> noisy = angles(0.2), exact = angles(0);
  std::vector<double> turned;
  for (std::size_t i = 0; i < exact.size(); ++i)
    turned.push_back(std::remainder(noisy[i] - exact[i], 2 * std::numbers::pi));
  const double n = static_cast<double>(turned.size()), mean = std::reduce(turned.begin(), turned.end()) / n;
  double squares = 0;
  for (const double angle : turned) squares += (angle - mean) * (angle - mean);
  EXPECT_NEAR(std::sqrt(squares / (n - 1)), 2.5 * 0.2, 0.02);
}

TEST(Spiral, MoreTestSamplesDoNotChangeTheTrainingSample) {
  const Dataset few = make_dataset(Spiral{.test_samples_per_class = 0}, 3);
  const Dataset many = make_dataset(Spiral{.test_samples_per_class = 301}, 3);
  EXPECT_EQ(few.train, many.train);
  EXPECT_EQ(few.test.size(), 0);
  EXPECT_EQ(many.test.size(), 903);
}

TEST(Spiral, OfOnePointAClassIsTheOrigin) {
  for (const float input : make_dataset(Spiral{.samples_per_class = 1}, 0).train.inputs.values) EXPECT_EQ(input, 0.0f);
}

}  // namespace
}  // namespace actlab
