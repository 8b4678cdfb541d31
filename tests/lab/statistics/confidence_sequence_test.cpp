#include "lab/statistics/confidence_sequence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace actlab {
namespace {

TEST(ConfidenceSequence, HasTheMeansWhoseBayesFactorIsBelowOneOverAlpha) {
  const std::vector<double> values{0.3, -0.1, 0.7, 0.4, 0.2, 0.9, -0.3, 0.5};
  const SequentialInterval found = ConfidenceSequence(0.05, 20).interval(values);
  double mean = 0;
  double squares = 0;
  for (const double value : values) mean += value / 8;
  for (const double value : values) squares += (value - mean) * (value - mean);
  EXPECT_DOUBLE_EQ(found.mean, mean);
  const double level = -2 * std::log(0.05);
  const double k = 1 + 8 * (level + std::log(level) + 1) / 20;
  for (const double end : {found.low, found.high}) {
    const double t = (mean - end) / std::sqrt(squares / 7 / 8);
    const double factor = std::pow(k, -0.5) * std::pow((1 + t * t / 7) / (1 + t * t / 7 / k), 4);
    EXPECT_NEAR(factor, 1 / 0.05, 1e-9);
  }
}

TEST(ConfidenceSequence, BecomesTheAsymptoticSequenceOfWaudbySmithEtAl) {
  std::vector<double> values(200000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = i % 2 == 0 ? 1 : -1;
  const double n = 200000;
  const double level = -2 * std::log(0.05);
  const double rho2 = (level + std::log(level) + 1) / 200;
  const double half = std::sqrt(2 * (n * rho2 + 1) / (n * n * rho2) * std::log(std::sqrt(n * rho2 + 1) / 0.05));
  EXPECT_NEAR(ConfidenceSequence(0.05, 200).interval(values).width(), 2 * half, 1e-4 * half);
}

TEST(ConfidenceSequence, HasNoIntervalWithoutASpread) {
  const ConfidenceSequence sequence(0.05, 200);
  EXPECT_TRUE(std::isnan(sequence.interval(std::vector<double>(50, 0.25)).width()));
  EXPECT_TRUE(std::isnan(sequence.interval(std::vector<double>{0.25}).width()));
  EXPECT_TRUE(std::isnan(sequence.interval({}).mean));
  const std::vector<double> rounded{0.9 - 0.6, 0.8 - 0.5, 0.7 - 0.4, 0.5 - 0.2};  // differ in the last digits
  EXPECT_NE(rounded[0], rounded[3]);
  EXPECT_TRUE(std::isnan(sequence.interval(rounded).width()));
  EXPECT_FALSE(std::isnan(sequence.interval(std::vector<double>{1e-20, 2e-20, 3e-20}, 1e-20).width()));
}

TEST(ConfidenceSequence, FindsAShareAboveOneHalf) {
  EXPECT_TRUE(more_than_half(20, 20, 0.025));
  EXPECT_FALSE(more_than_half(12, 20, 0.025));
  EXPECT_FALSE(more_than_half(0, 20, 0.025)) << "only shares above one half";
  EXPECT_FALSE(more_than_half(4, 4, 0.025));
  // 2^n B(k + 1, n - k + 1), for 17 of 20: 1048576 / (21 * 1140) = 43.8
  EXPECT_TRUE(more_than_half(17, 20, 1 / 43.7));
  EXPECT_FALSE(more_than_half(17, 20, 1 / 43.9));
}

TEST(ConfidenceSequence, LooksRarelyAndEndsAtTheLimit) {
  EXPECT_THAT(look_times(20, 200), testing::ElementsAre(20, 40, 60, 90, 135, 200));
  EXPECT_THAT(look_times(20, 20), testing::ElementsAre(20));
  EXPECT_THAT(look_times(5, 30), testing::ElementsAre(5, 25, 30));
}

}  // namespace
}  // namespace actlab
