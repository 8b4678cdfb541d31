#include "lab/statistics/interval.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "lab/statistics/bootstrap.h"

namespace actlab {
namespace {

TEST(IntervalEstimate, IsThatOfTheMethod) {
  const std::vector<double> values{0.9, 0.95, 0.97, 0.99, 1};
  const Estimate t = interval_estimate(values, IntervalMethod::t);
  EXPECT_EQ(t.low, estimate(values).low);
  EXPECT_GT(t.high, 1) << "Student's t is not clipped";
  EXPECT_EQ(interval_estimate(values, IntervalMethod::bca).low, bootstrap_estimate(values).low);
  EXPECT_LE(interval_estimate(values, IntervalMethod::bca).high, 1);
}

TEST(IntervalEstimate, NeedsFiveValuesWithSpreadWhateverTheMethod) {
  for (const IntervalMethod method : {IntervalMethod::bca, IntervalMethod::t}) {
    EXPECT_TRUE(std::isnan(interval_estimate(std::vector<double>{1, 2, 3, 4}, method).low));
    EXPECT_FALSE(std::isnan(interval_estimate(std::vector<double>{1, 2, 3, 4, 5}, method).low));
    EXPECT_TRUE(std::isnan(interval_estimate(std::vector<double>(9, 0.3), method).high));
  }
}

TEST(IntervalMethod, IsReadByItsName) {
  for (const IntervalMethod method : {IntervalMethod::bca, IntervalMethod::t})
    EXPECT_EQ(interval_method(name(method)), method);
  EXPECT_THROW(interval_method("student"), std::invalid_argument);
}

}  // namespace
}  // namespace actlab
