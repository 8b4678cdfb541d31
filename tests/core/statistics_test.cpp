#include "core/statistics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
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

TEST(Estimate, IsExactForEqualValues) {
  const Estimate e = estimate(std::vector<double>(7, 0.1));
  EXPECT_EQ(e.mean, 0.1);
  EXPECT_EQ(e.low, 0.1);
  EXPECT_EQ(e.high, 0.1);
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

TEST(PairedDifference, HasPValueOneForEqualSamples) {
  EXPECT_EQ(paired_difference(first_drug, first_drug).p_value, 1);
}

TEST(PairedDifference, HasPValueZeroForAConstantDifference) {
  EXPECT_EQ(paired_difference(std::vector<double>{2, 3, 4}, std::vector<double>{1, 2, 3}).p_value, 0);
}

TEST(PairedDifference, RejectsSamplesOfDifferentLengths) {
  EXPECT_THROW(paired_difference(first_drug, std::vector<double>{1}), std::invalid_argument);
}

}  // namespace
}  // namespace actlab
