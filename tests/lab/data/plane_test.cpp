// The documented geometry of each two-dimensional data set.
#include <gtest/gtest.h>

#include "lab/data/all.h"

namespace actlab {
namespace {

struct Point {
  double x0, x1;
  std::int64_t label;
};

std::vector<Point> points_of(const DataConfig& config, std::uint32_t seed = 0) {
  const Samples train = make_dataset(config, seed).train;
  std::vector<Point> points;
  for (std::int64_t i = 0; i < train.size(); ++i) {
    points.push_back({train.inputs.at(i, 0), train.inputs.at(i, 1), train.labels[static_cast<std::size_t>(i)]});
  }
  return points;
}

TEST(Moons, WithoutNoiseAreTwoInterleavedHalfCircles) {
  const auto points = points_of(Moons{.samples = 101, .noise = 0});
  int upper = 0;
  for (const Point& p : points) {
    upper += p.label == 0 ? 1 : 0;
    EXPECT_NEAR(p.label == 0 ? std::hypot(p.x0, p.x1) : std::hypot(p.x0 - 1, p.x1 - 0.5), 1, 1e-6);
    EXPECT_TRUE(p.label == 0 ? p.x1 > -1e-6 : p.x1 < 0.5 + 1e-6);
  }
  EXPECT_EQ(upper, 51);
}

TEST(Rings, WithoutNoiseHaveTheirRadii) {
  for (const Point& p : points_of(Rings{.samples = 100, .factor = 0.3, .noise = 0}))
    EXPECT_NEAR(std::hypot(p.x0, p.x1), p.label == 1 ? 0.3 : 1, 1e-6);
}

TEST(Xor, WithoutNoiseIsTheExclusiveOrOfTheSigns) {
  for (const Point& p : points_of(Xor{.samples = 200, .noise = 0})) EXPECT_EQ(p.label, p.x0 * p.x1 < 0 ? 1 : 0);
}

TEST(Checkerboard, WithoutNoiseAlternatesAlongEachSide) {
  for (const Point& p : points_of(Checkerboard{.samples = 300, .squares = 3, .noise = 0})) {
    const auto square = [](double x) { return x < -1.0 / 3 ? 0 : x < 1.0 / 3 ? 1 : 2; };
    EXPECT_EQ(p.label, (square(p.x0) + square(p.x1)) % 2);
  }
}

TEST(Noise, MovesPointsByItsStandardDeviationAndKeepsTheirClasses) {
  const auto still = points_of(Moons{.samples = 2000, .noise = 0}),
             moved = points_of(Moons{.samples = 2000, .noise = 0.3});
  double squares = 0;
  for (std::size_t i = 0; i < still.size(); ++i) {
    EXPECT_EQ(still[i].label, moved[i].label);
    squares += std::pow(moved[i].x0 - still[i].x0, 2) + std::pow(moved[i].x1 - still[i].x1, 2);
  }
  EXPECT_NEAR(std::sqrt(squares / 4000), 0.3, 0.01);
}

}  // namespace
}  // namespace actlab
