#include "catalogue/check/derivative_verdict.h"

#include <gtest/gtest.h>

#include <cmath>

#include "catalogue/check/wrong_derivative.h"

namespace actlab {
namespace {

TEST(DerivativeVerdict, PassesForEveryActivationWithKernels) {
  for (const ActivationPtr& activation : catalogue()) {
    if (!activation->compiled()) continue;
    const DerivativeVerdict verdict = check_kernels(*activation);
    EXPECT_TRUE(verdict.passed) << to_string(*activation) << ": " << verdict.error << " at " << verdict.at;
    if (activation->learnable().empty() || activation->learned()) continue;
    const ActivationPtr learning = make_activation(activation->spec().name, {{"learnable", true}});
    EXPECT_TRUE(check_kernels(*learning).passed) << to_string(*learning);
  }
}

TEST(DerivativeVerdict, PassesForAnActivationWithoutErrors) {
  const DerivativeVerdict verdict = check_kernels(WrongDerivative({}));
  EXPECT_TRUE(verdict.passed);
  EXPECT_LT(verdict.error, 1e-7);
  EXPECT_EQ(verdict.remark, "");
  EXPECT_TRUE(check_kernels(WrongDerivative({}, /*learns=*/true)).passed);
}

TEST(DerivativeVerdict, FailsIfTheDerivativeIsWrongAndSaysWhere) {
  const DerivativeVerdict verdict = check_kernels(WrongDerivative({.factor = 1.01}));
  EXPECT_FALSE(verdict.passed);
  EXPECT_GT(verdict.at, 0);
  EXPECT_NEAR(verdict.error, 0.01 * 2 * verdict.at, 1e-7);
  EXPECT_FALSE(check_kernels(WrongDerivative({.factor = 1.01}, /*learns=*/true)).passed);
}

TEST(DerivativeVerdict, FailsIfTheDerivativeIsNan) {
  const DerivativeVerdict verdict = check_kernels(WrongDerivative({.has_nan = true}));
  EXPECT_FALSE(verdict.passed);
  EXPECT_TRUE(std::isnan(verdict.error));
  EXPECT_GT(verdict.at, 1);
}

TEST(DerivativeVerdict, FailsIfOnlyTheSubgradientAtAKinkIsWrong) {
  EXPECT_FALSE(check_kernels(WrongDerivative({.at_kink = 0.5})).passed);
}

TEST(DerivativeVerdict, FailsIfOnlyTheDerivativeByALearnedParameterIsWrong) {
  const RectifiedSquare wrong{.by_factor = 1.5};
  EXPECT_TRUE(check_kernels(WrongDerivative(wrong)).passed);
  const DerivativeVerdict verdict = check_kernels(WrongDerivative(wrong, /*learns=*/true));
  EXPECT_FALSE(verdict.passed);
  EXPECT_GT(verdict.at, 0);
}

TEST(DerivativeVerdict, WarnsOfAGradientThatIsZeroEverywhere) {
  EXPECT_EQ(check_kernels(*make_activation("step")).remark, "gradient 0 everywhere: layers before it do not learn");
  EXPECT_EQ(check_kernels(*make_activation("relu")).remark, "");
}

}  // namespace
}  // namespace actlab
