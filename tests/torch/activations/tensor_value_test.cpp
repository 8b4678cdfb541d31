#include "torch/autograd/tensor_value.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

namespace actlab {
namespace {

TEST(TensorValue, OfNumbersAloneIsANumberInFloat64) {
  const TensorValue a(0.1), b(3);
  for (const auto& [actual, expected] : {std::pair{a * b, 0.1 * 3},
                                         {a + b, 0.1 + 3},
                                         {a - b, 0.1 - 3},
                                         {a / b, 0.1 / 3},
                                         {-a, -0.1},
                                         {sqrt(a), std::sqrt(0.1)},
                                         {exp(a), std::exp(0.1)},
                                         {softplus(a), std::log1p(std::exp(0.1))}}) {
    EXPECT_TRUE(actual.is_number());
    EXPECT_DOUBLE_EQ(actual.number(), expected);
  }
}

TEST(TensorValue, OfNumbersTakesTheDtypeOfWhatItMeetsEvenWithoutDimensions) {
  const TensorValue x(torch::full({}, 2, torch::kFloat));
  EXPECT_EQ((TensorValue(0.1) * TensorValue(3) * x).tensor().scalar_type(), torch::kFloat);
}

}  // namespace
}  // namespace actlab
