#include "log_cosh.h"

#include <actlab/gtest.h>

namespace {

torch::Tensor input() {
  return torch::randn({3, 4}, torch::kDouble).requires_grad_();
}

TEST(LogCosh, HasTheRightGradient) {
  EXPECT_GRADCHECK(log_cosh, {input()});
}

TEST(LogCosh, HasTheRightSecondDerivative) {
  EXPECT_GRADGRADCHECK(log_cosh, {input()});
}

// Strided, expanded and empty inputs, other dtypes, memory leaks, and more.
TEST(LogCosh, HasNoneOfTheCommonMistakes) {
  const actlab::BatteryReport report = actlab::battery(
      log_cosh, [](torch::IntArrayRef shape) -> actlab::Tensors { return {torch::randn(shape, torch::kDouble)}; });
  EXPECT_TRUE(report.passed()) << report;
}

}  // namespace
