#include "core/statistics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

namespace actlab {
namespace {

// Student's sleep data (1908), R's `sleep`.
const std::vector<double> first_drug{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
const std::vector<double> second_drug{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

TEST(Estimate, ComputesStudentsTInterval) {
  const Estimate e = estimate(std::vector<double>{1, 2, 3, 4, 5});
  EXPECT_EQ(e.count, 5u);
  EXPECT_DOUBLE_EQ(e.mean, 3);
  EXPECT_NEAR(e.low, 3 - 1.963243, 1e-6);  // t(0.975, 4) = 2.776445, s / sqrt(5) = 0.707107
  EXPECT_NEAR(e.high, 3 + 1.963243, 1e-6);
  EXPECT_EQ(e.min, 1);
  EXPECT_EQ(e.max, 5);
}

TEST(Estimate, HasNoIntervalForOneValue) {
  const Estimate e = estimate(std::vector<double>{0.5});
  EXPECT_EQ(e.mean, 0.5);
  EXPECT_TRUE(std::isnan(e.low));
  EXPECT_TRUE(std::isnan(e.high));
}

TEST(Estimate, IsNanForAnEmptySample) {
  const Estimate e = estimate({});
  EXPECT_EQ(e.count, 0u);
  EXPECT_TRUE(std::isnan(e.mean) && std::isnan(e.min) && std::isnan(e.high));
}

TEST(Estimate, HasNoIntervalForEqualValues) {
  const Estimate e = estimate(std::vector<double>(7, 0.1));
  EXPECT_EQ(e.mean, 0.1) << "exactly";
  EXPECT_TRUE(std::isnan(e.low) && std::isnan(e.high));
}

TEST(PairedDifference, AgreesWithRsTTestOnStudentsSleepData) {
  const PairedDifference d = paired_difference(first_drug, second_drug);
  EXPECT_NEAR(d.difference.mean, -1.58, 1e-12);
  EXPECT_NEAR(d.difference.low, -2.4598858, 1e-7);
  EXPECT_NEAR(d.difference.high, -0.7001142, 1e-7);
  EXPECT_NEAR(d.p_value, 0.00283289, 1e-8);
  EXPECT_EQ(d.positive, 0u);
  EXPECT_EQ(d.ties, 1u);
}

TEST(PairedDifference, HasNoPValueForOnePair) {
  const PairedDifference d = paired_difference(std::vector<double>{2}, std::vector<double>{1});
  EXPECT_EQ(d.positive, 1u);
  EXPECT_TRUE(std::isnan(d.p_value));
}

TEST(PairedDifference, HasNoPValueForEqualSamples) {
  EXPECT_TRUE(std::isnan(paired_difference(first_drug, first_drug).p_value));
}

// Differences that are equal up to the rounding of the numbers that they were computed from.
TEST(PairedDifference, HasNoPValueAndNoIntervalForAConstantDifference) {
  const std::vector<std::pair<std::vector<double>, std::vector<double>>> cases{
      {{2, 3, 4}, {1, 2, 3}},
      {{0.35, 0.55}, {0.3, 0.5}},
      {{0.4, 0.65, 0.7, 0.1}, {0.35, 0.6, 0.65, 0.05}},
      {{1e9 + 0.1, 1e9 + 0.2, 1e9 + 0.3}, {1e9, 1e9 + 0.1, 1e9 + 0.2}},
      {{1e-20 + 0.5, 0.5, 0.5}, {0.5, 0.5, 0.5}}};
  for (const auto& [a, b] : cases) {
    const PairedDifference d = paired_difference(a, b);
    EXPECT_TRUE(std::isnan(d.p_value)) << a[0];
    EXPECT_TRUE(std::isnan(d.difference.low) && std::isnan(d.difference.high)) << a[0];
  }
}

TEST(HasSpread, IgnoresRoundingOnly) {
  EXPECT_FALSE(has_spread(std::vector<double>{}));
  EXPECT_FALSE(has_spread(std::vector<double>{0, 0}));
  EXPECT_FALSE(has_spread(std::vector<double>{0.1 + 0.2, 0.3}));
  EXPECT_TRUE(has_spread(std::vector<double>{1e-30, 2e-30}));
  EXPECT_FALSE(has_spread(std::vector<double>{1e-30, 2e-30}, 1));
  EXPECT_TRUE(has_spread(std::vector<double>{0.5, 0.500001}, 1));
}

TEST(PairedDifference, RejectsSamplesOfDifferentLengths) {
  EXPECT_THROW(paired_difference(first_drug, std::vector<double>{1}), std::invalid_argument);
}

}  // namespace
}  // namespace actlab
