#include "torch/gradcheck/comparisons.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace actlab {
namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
const double nan = std::nan("");

TEST(Ulp, IsTheDistanceBetweenAdjacentNumbers) {
  EXPECT_EQ(ulp(1.0, torch::kDouble), std::numeric_limits<double>::epsilon());
  EXPECT_EQ(ulp(-1.5f, torch::kFloat), std::numeric_limits<float>::epsilon());
  EXPECT_EQ(ulp(1.0, torch::kHalf), 0x1p-10);
  EXPECT_EQ(ulp(1.0, torch::kBFloat16), 0x1p-7);
  EXPECT_EQ(ulp(0.75, torch::kFloat), 0x1p-24);
  for (const float x : {1.0f, 3e10f, 1.2e-38f, 1e-40f, 0.3f})
    EXPECT_EQ(ulp(x, torch::kFloat), static_cast<double>(std::nextafter(x, INFINITY)) - x) << x;
}

TEST(Ulp, IsTheSmallestSubnormalNumberAtAndBelowTheSmallestNormalOne) {
  EXPECT_EQ(ulp(0, torch::kFloat), std::numeric_limits<float>::denorm_min());
  EXPECT_EQ(ulp(1e-300, torch::kFloat), std::numeric_limits<float>::denorm_min());
  EXPECT_EQ(ulp(0, torch::kDouble), std::numeric_limits<double>::denorm_min());
}

TEST(UlpError, CountsFractionsOfAUlp) {
  EXPECT_DOUBLE_EQ(ulp_error(1 + 0x1p-23, 1 + 0x1p-25, torch::kFloat), 0.75);
  EXPECT_EQ(ulp_error(1.0, 1.0, torch::kFloat), 0);
}

TEST(UlpError, HandlesNanAndInfinity) {
  EXPECT_EQ(ulp_error(nan, nan, torch::kFloat), 0);
  EXPECT_EQ(ulp_error(inf, inf, torch::kFloat), 0);
  EXPECT_EQ(ulp_error(inf, -inf, torch::kFloat), inf);
  EXPECT_EQ(ulp_error(nan, 1, torch::kFloat), inf);
  EXPECT_EQ(ulp_error(1, nan, torch::kFloat), inf);
}

TEST(Compare, FindsTheWorstElementAcrossStridesAndDtypes) {
  const auto expected = torch::tensor({{1.0, 2.0}, {3.0, 4.0}}, torch::kDouble);
  torch::Tensor actual = expected.to(torch::kFloat).t().contiguous().t();
  actual[1][0] += 0x1p-20;
  const Difference difference = compare(actual, expected);
  EXPECT_EQ(difference.at, 2);
  EXPECT_EQ(difference.ulps, 4);
  EXPECT_EQ(difference.absolute, 0x1p-20);
  EXPECT_EQ(difference.relative, 0x1p-20 / 3);
  EXPECT_EQ(difference.expected, 3);
}

TEST(Compare, HasNoWorstElementForEqualTensors) {
  const auto x = torch::tensor({1.0, nan, inf}, torch::kDouble);
  EXPECT_EQ(compare(x, x).at, -1);
  EXPECT_EQ(compare(torch::empty({0}), torch::empty({0})).ulps, 0);
}

TEST(Compare, FindsAnUnexpectedNan) {
  const Difference difference = compare(torch::tensor({1.0, nan}), torch::tensor({1.0, 2.0}));
  EXPECT_EQ(difference.at, 1);
  EXPECT_EQ(difference.ulps, inf);
  EXPECT_EQ(difference.absolute, inf);
}

}  // namespace
}  // namespace actlab
