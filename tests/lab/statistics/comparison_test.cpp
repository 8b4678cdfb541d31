#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "lab/statistics/bootstrap.h"
#include "lab/statistics/effect.h"
#include "lab/statistics/holm.h"
#include "lab/statistics/permutation.h"

// The expected numbers are printed by tools/statistics/compare.py, which computes them with SciPy.
namespace actlab {
namespace {

std::vector<double> numbers(std::size_t count, double (*f)(double)) {
  std::vector<double> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = f(static_cast<double>(i));
  return values;
}

double skewed(double i) {
  return std::exp(std::sin(1.7 * i));
}
double near_one(double i) {
  return std::min(1.0, 0.9 + 0.15 * std::abs(std::sin(2.3 * i)));
}
double around(double i) {
  return 0.02 * std::sin(1.7 * i) + 0.005;
}

// Student's sleep data (1908), the differences.
const std::vector<double> sleep_differences{-1.2, -2.4, -1.3, -1.3, 0, -1, -1.8, -0.8, -4.6, -1.4};

TEST(BootstrapEstimate, AgreesWithSciPy) {
  // Within four standard deviations of SciPy's own intervals over its random states.
  const Estimate of_skewed = bootstrap_estimate(numbers(40, skewed));
  EXPECT_NEAR(of_skewed.low, 1.04070, 4 * 0.0044);
  EXPECT_NEAR(of_skewed.high, 1.55443, 4 * 0.0040);
  const Estimate of_near_one = bootstrap_estimate(numbers(25, near_one));
  EXPECT_NEAR(of_near_one.low, 0.961845, 4 * 0.00028);
  EXPECT_NEAR(of_near_one.high, 0.987132, 4 * 0.00016);
}

TEST(BootstrapEstimate, StaysWithinTheValues) {
  for (std::size_t n = fewest_seeds; n < 40; ++n) {
    std::vector<double> accuracies(n, 1.0);
    accuracies.back() = 0.1;
    const Estimate e = bootstrap_estimate(accuracies);
    EXPECT_GE(e.low, 0.1);
    EXPECT_LT(e.low, e.mean);
    EXPECT_LE(e.high, 1);
    EXPECT_GE(e.high, e.mean);
  }
}

TEST(BootstrapEstimate, IsAFunctionOfTheValues) {
  const std::vector<double> values = numbers(30, skewed);
  EXPECT_EQ(bootstrap_estimate(values).low, bootstrap_estimate(values).low);
}

TEST(BootstrapEstimate, HasNoIntervalForFewValuesOrWithoutSpread) {
  EXPECT_TRUE(std::isnan(bootstrap_estimate(std::vector<double>{1, 2, 3, 4}).low));
  EXPECT_FALSE(std::isnan(bootstrap_estimate(std::vector<double>{1, 2, 3, 4, 5}).low));
  EXPECT_TRUE(std::isnan(bootstrap_estimate(std::vector<double>(9, 0.3)).high));
  EXPECT_EQ(bootstrap_estimate(std::vector<double>(9, 0.3)).mean, 0.3);
}

TEST(SignFlip, IsExactForFewDifferences) {
  EXPECT_DOUBLE_EQ(sign_flip_p(sleep_differences), 0.00390625);
  EXPECT_DOUBLE_EQ(sign_flip_p(std::vector<double>{0.02, 0.01, -0.005, 0.03, 0.02, 0.015, 0, 0.01}), 0.03125);
  EXPECT_DOUBLE_EQ(sign_flip_p(std::vector<double>{3}), 1);
  EXPECT_DOUBLE_EQ(sign_flip_p(std::vector<double>{0, 0}), 1);
  EXPECT_DOUBLE_EQ(sign_flip_p(std::vector<double>(20, 0.1)), std::ldexp(1, -19));
}

TEST(SignFlip, CountsSumsThatAreEqualWithinRounding) {
  // 0.2 in all; the sums of only four patterns are 0, all others are as far from 0 or farther.
  const std::vector<double> differences{0.1, 0.2, 0.3, -0.3, -0.1};
  EXPECT_DOUBLE_EQ(sign_flip_p(differences), 28.0 / 32);
}

TEST(SignFlip, IsSampledForManyDifferences) {
  const double p = 0.02259;  // SciPy with 999999 patterns
  EXPECT_NEAR(sign_flip_p(numbers(40, around)), p, 4 * std::sqrt(p * (1 - p) / 9999));
  EXPECT_DOUBLE_EQ(sign_flip_p(std::vector<double>(50, 1)), 1e-4) << "never below 1 / (m + 1)";
  EXPECT_EQ(sign_flip_p(numbers(40, around)), sign_flip_p(numbers(40, around)));
}

TEST(Holm, CorrectsForTheNumberOfTests) {
  const std::vector<double> corrected = holm(std::vector<double>{0.01, 0.04, 0.03, 0.005});
  EXPECT_DOUBLE_EQ(corrected[0], 0.03);
  EXPECT_DOUBLE_EQ(corrected[1], 0.06);
  EXPECT_DOUBLE_EQ(corrected[2], 0.06);
  EXPECT_DOUBLE_EQ(corrected[3], 0.02);
  EXPECT_EQ(holm(std::vector<double>{0.9, 0.8})[0], 1);
}

TEST(Holm, LeavesMissingTestsOut) {
  const std::vector<double> corrected = holm(std::vector<double>{std::nan(""), 0.02});
  EXPECT_TRUE(std::isnan(corrected[0]));
  EXPECT_EQ(corrected[1], 0.02);
}

TEST(ProbabilityBetter, HasWilsonsInterval) {
  const Probability p = probability_better(7, 0, 10);
  EXPECT_DOUBLE_EQ(p.value, 0.7);
  EXPECT_NEAR(p.low, 0.39677814746114526, 1e-12);
  EXPECT_NEAR(p.high, 0.892208732593699, 1e-12);
  EXPECT_DOUBLE_EQ(probability_better(3, 4, 10).value, 0.5);
  EXPECT_DOUBLE_EQ(probability_better(10, 0, 10).high, 1);
  EXPECT_NEAR(probability_better(0, 0, 10).low, 0, 1e-15);
  EXPECT_TRUE(std::isnan(probability_better(0, 0, 0).value));
}

TEST(DetectableDifference, HasAPowerOfFourFifths) {
  EXPECT_NEAR(detectable_difference(sleep_differences), 1.225077188230755, 1e-5);
  EXPECT_NEAR(detectable_difference(numbers(40, around)), 0.006433893745010657, 1e-7);
  EXPECT_TRUE(std::isnan(detectable_difference(std::vector<double>{1})));
  EXPECT_TRUE(std::isnan(detectable_difference(std::vector<double>(8, 0.1))));
}

}  // namespace
}  // namespace actlab
