#include "torch/verify/portrait.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "show/portrait/portrait.h"
#include "torch/verify/activation_check.h"

namespace actlab {
namespace {

// Two grids may lie on different sides of a kink by rounding.
bool is_at_kink(const Activation& activation, double x) {
  const auto kinks = activation.kinks();
  return std::any_of(kinks.begin(), kinks.end(), [x](const Kink& kink) { return std::abs(x - kink.at) < 1e-9; });
}

void expect_same(const ActivationCurve& actual, const ActivationCurve& expected, const Activation& activation) {
  ASSERT_EQ(actual.x.size(), expected.x.size());
  for (std::size_t i = 0; i < actual.x.size(); ++i) {
    EXPECT_NEAR(actual.x[i], expected.x[i], 1e-9);
    if (is_at_kink(activation, actual.x[i])) continue;
    EXPECT_NEAR(actual.f[i], expected.f[i], 1e-9) << actual.x[i];
    EXPECT_NEAR(actual.df[i], expected.df[i], 1e-9) << actual.x[i];
  }
}

TEST(PortraitByKernels, AgreesWithTheOneOnTensors) {
  for (const ActivationPtr& activation : activations_to_check()) {
    if (!activation->compiled()) continue;
    SCOPED_TRACE(to_string(*activation));
    expect_same(curve_by_kernels(*activation, 121), curve_of(*activation, 121), *activation);
    const DerivativeVerdict verdict = check_kernels(*activation);
    const ActivationCheck check = check_activation(*activation);
    EXPECT_TRUE(verdict.passed);
    EXPECT_EQ(verdict.passed, check.passed());
    EXPECT_EQ(verdict.remark, check.remark());
    EXPECT_NEAR(verdict.error, check.first.error, 1e-9);
  }
}

TEST(PortraitOnTensors, ShowsTheFirstOutputOfARowAndTheVerdict) {
  const auto [curve, verdict] = portrait_on_tensors(*make_activation("softmax"));
  EXPECT_EQ(curve.x.size(), static_cast<std::size_t>(portrait_points));
  EXPECT_EQ(curve.x.size(), curve.df.size());
  const double x = curve.x[3], f = curve.f[3], df = curve.df[3];
  EXPECT_NEAR(f, 1 / (1 + std::exp(-x)), 1e-12);
  EXPECT_NEAR(df, f * (1 - f), 1e-12);
  EXPECT_TRUE(verdict.passed);
}

}  // namespace
}  // namespace actlab
