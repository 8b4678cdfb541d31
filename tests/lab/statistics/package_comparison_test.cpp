#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <stdexcept>
#include <vector>

#include "lab/statistics/aggregate.h"
#include "lab/statistics/stochastic_order.h"

// The expected numbers are printed by tools/statistics/compare_packages.py, which computes them with deepsig and
// rliable.
namespace actlab {
namespace {

std::vector<double> by_index(std::size_t count, const std::function<double(double)>& f) {
  std::vector<double> values(count);
  for (std::size_t i = 0; i < count; ++i) values[i] = f(static_cast<double>(i));
  return values;
}

std::vector<double> wave(double middle, double height, double frequency) {
  return by_index(20, [=](double i) { return middle + height * std::sin(frequency * i); });
}

std::vector<double> bounded(double lowest, double height, double frequency) {
  return by_index(25, [=](double i) { return std::min(1.0, lowest + height * std::abs(std::sin(frequency * i))); });
}

// 12 seeds of 4 tasks.
Strata four_tasks() {
  Strata tasks;
  for (int m = 0; m < 4; ++m)
    tasks.push_back(by_index(12, [=](double n) { return 0.5 + 0.1 * m + 0.2 * std::sin(1.7 * (n + 12 * m)); }));
  return tasks;
}

TEST(StochasticOrder, AgreesWithDeepsig) {
  // Both numbers vary with the resamples, and deepsig's integral is a sum over a grid.
  const auto overlapping = almost_stochastic_order(wave(0.9, 0.05, 1.7), wave(0.88, 0.06, 2.3));
  EXPECT_NEAR(overlapping.epsilon_min, 0.26244, 4 * 0.0094);
  EXPECT_DOUBLE_EQ(overlapping.epsilon_min_reversed, 1);
  const auto near_one = almost_stochastic_order(bounded(0.9, 0.15, 2.3), bounded(0.85, 0.17, 3.1));
  EXPECT_NEAR(near_one.epsilon_min, 0.0109, 4 * 0.0147);
  EXPECT_DOUBLE_EQ(near_one.epsilon_min_reversed, 1);
  const auto apart = almost_stochastic_order(wave(0.9, 0.02, 1.7), wave(0.8, 0.03, 2.3));
  EXPECT_DOUBLE_EQ(apart.epsilon_min, 0);
  EXPECT_DOUBLE_EQ(apart.epsilon_min_reversed, 1);
}

TEST(StochasticOrder, IsTheShareOfTheSquaredDistanceThatIsOnTheWrongSide) {
  // In order: 1, 3 and 0, 4. The distances are 1 and -1.
  EXPECT_DOUBLE_EQ(almost_stochastic_order(std::vector<double>{3, 1}, std::vector<double>{0, 4}).violation, 0.5);
  // In order: 2, 3 and 0, 4: 4 and 1 of 5.
  EXPECT_DOUBLE_EQ(almost_stochastic_order(std::vector<double>{2, 3}, std::vector<double>{4, 0}).violation, 0.2);
  const std::vector<double> same{1, 2, 3};
  EXPECT_DOUBLE_EQ(almost_stochastic_order(same, same).violation, 0.5);
  EXPECT_TRUE(std::isnan(almost_stochastic_order({}, {}).epsilon_min));
  EXPECT_THROW(almost_stochastic_order(same, std::vector<double>{1}), std::invalid_argument);
}

TEST(StochasticOrder, IsAFunctionOfTheValues) {
  const auto order = [] { return almost_stochastic_order(wave(0.9, 0.05, 1.7), wave(0.88, 0.06, 2.3)).epsilon_min; };
  EXPECT_EQ(order(), order());
}

TEST(InterquartileMean, AgreesWithRliable) {
  const Aggregate tasks = interquartile_mean(four_tasks());
  EXPECT_NEAR(tasks.value, 0.6505545259053683, 1e-12);
  EXPECT_NEAR(tasks.low, 0.59974354, 4 * 0.0019);
  EXPECT_NEAR(tasks.high, 0.7011117, 4 * 0.0012);
  const Aggregate one = interquartile_mean({bounded(0.9, 0.15, 2.3)});
  EXPECT_NEAR(one.value, 0.9888730645966402, 1e-12);
  EXPECT_NEAR(one.low, 0.96975382, 4 * 0.00058);
  EXPECT_NEAR(one.high, 0.99902261, 4 * 0.00021);
}

TEST(InterquartileMean, IgnoresAQuarterAtEitherEnd) {
  EXPECT_DOUBLE_EQ(interquartile_mean({{0, 0.5, 0.6, 0.7, 0.7, 0.8, 0.9, 1e6}}).value, (0.6 + 0.7 + 0.7 + 0.8) / 4);
  EXPECT_DOUBLE_EQ(interquartile_mean({{1, 2, 6}}).value, 3) << "a quarter of three is none";
  EXPECT_DOUBLE_EQ(interquartile_mean({{0, 0.5}, {}, {0.6, 10}}).value, 0.55) << "over all strata together";
}

TEST(InterquartileMean, HasNoIntervalForFewValuesOrWithoutSpread) {
  EXPECT_TRUE(std::isnan(interquartile_mean({{1, 2, 3, 4}}).low));
  EXPECT_TRUE(std::isnan(interquartile_mean({{1, 2, 3, 4, 5}, {1, 2}}).low)) << "two values of a task say little of it";
  EXPECT_TRUE(std::isnan(interquartile_mean({{1, 1, 1, 1, 1}}).low));
  EXPECT_FALSE(std::isnan(interquartile_mean({{1, 2, 3, 4, 5}, {}}).low));
  EXPECT_TRUE(std::isnan(interquartile_mean({}).value));
}

TEST(InterquartileMean, DrawsWithinStrata) {
  // Between the two tasks there is no spread but a large distance, so all resamples have the same mean.
  const Aggregate mean = interquartile_mean({{0, 0, 0, 0, 0}, {1, 1, 1, 1, 1}});
  EXPECT_DOUBLE_EQ(mean.low, 0.5);
  EXPECT_DOUBLE_EQ(mean.high, 0.5);
}

TEST(PerformanceProfile, AgreesWithRliable) {
  const std::vector<double> thresholds{0.4, 0.5, 0.6, 0.7, 0.8, 0.9};
  const double above[] = {0.91666667, 0.77083333, 0.625, 0.39583333, 0.20833333, 0.08333333};
  const double low[] = {0.85412326, 0.67361111, 0.515625, 0.27426215, 0.11627604, 0.02083333};
  const double high[] = {0.97916667, 0.86462674, 0.73263889, 0.51909722, 0.3125, 0.14583333};
  const Profile profile = performance_profile(four_tasks(), thresholds);
  // Shares are multiples of 1 / 48, and so are the ends of their intervals: one step, which is at least two standard
  // deviations.
  for (std::size_t i = 0; i < thresholds.size(); ++i) {
    EXPECT_NEAR(profile.above[i], above[i], 1e-8);
    EXPECT_NEAR(profile.low[i], low[i], 1.01 / 48);
    EXPECT_NEAR(profile.high[i], high[i], 1.01 / 48);
  }
}

TEST(PerformanceProfile, CountsValuesAboveTheThresholdOnly) {
  const Profile profile = performance_profile({{0.5, 0.5, 0.6, 0.7}}, std::vector<double>{0.4, 0.5, 0.65, 0.7});
  EXPECT_EQ(profile.above, (std::vector<double>{1, 0.5, 0.25, 0}));
  EXPECT_TRUE(std::isnan(profile.low[0])) << "four values are too few for a band";
  EXPECT_TRUE(performance_profile({}, std::vector<double>{0.5}).above.empty());
}

}  // namespace
}  // namespace actlab
