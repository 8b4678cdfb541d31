#include "actlab/gtest.h"

#include <gtest/gtest-spi.h>
#include <torch/autograd.h>

#include "actlab/gradcheck.h"

namespace actlab {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

// x * y, whose gradient of x is multiplied by the factor.
struct Product : torch::autograd::Function<Product> {
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& y) {
    context->save_for_backward({x, y});
    return x * y;
  }
  static tensor_list backward(AutogradContext* context, const tensor_list& grad_outputs) {
    const auto saved = context->get_saved_variables();
    return {factor * grad_outputs[0] * saved[1], grad_outputs[0] * saved[0]};
  }
  static inline double factor = 1;
};

Tensor product(const Tensor& x, const Tensor& y) {
  return Product::apply(x, y);
}

// The right first derivative, whose own derivative is twice too large.
Tensor wrong_second(const Tensor& x) {
  struct Cube : torch::autograd::Function<Cube> {
    static Tensor forward(AutogradContext* context, const Tensor& of) {
      context->save_for_backward({of});
      return of * of * of;
    }
    static tensor_list backward(AutogradContext* context, const tensor_list& grad_outputs) {
      const Tensor of = context->get_saved_variables()[0];
      return {grad_outputs[0] * 3 * (2 * of * of - (of * of).detach())};
    }
  };
  return Cube::apply(x);
}

class GtestAssertions : public testing::Test {
 protected:
  void TearDown() override { Product::factor = 1; }

  // Static, because GoogleTest's checks of fatal failures see nothing else.
  static inline const Tensor x = torch::linspace(0.5, 2, 6, torch::kDouble).reshape({2, 3}).requires_grad_();
  static inline const Tensor y = torch::linspace(-1, 1.5, 6, torch::kDouble).reshape({2, 3}).requires_grad_();
};

TEST_F(GtestAssertions, PassOnRightDerivatives) {
  EXPECT_GRADCHECK(product, {x, y});
  ASSERT_GRADCHECK([](const Tensor& of) { return torch::tanh(of); }, {x}, {.eps = 1e-5, .atol = 1e-4});
  EXPECT_GRADGRADCHECK(product, {x, y});
  EXPECT_GRADGRADCHECK(product, {x, y}, {torch::ones({2, 3}, torch::kDouble)});
  ASSERT_GRADGRADCHECK([](const Tensor& of) { return torch::tanh(of); }, {x}, {.fast_mode = true});
}

TEST_F(GtestAssertions, FailWithTheReport) {
  Product::factor = 3;
  const GradcheckReport report = gradcheck(product, {x, y}, {.raise_exception = false});
  ASSERT_EQ(report.cause(), Cause::constant_factor);
  EXPECT_NONFATAL_FAILURE(EXPECT_GRADCHECK(product, {x, y}), to_string(report));
  EXPECT_NONFATAL_FAILURE(EXPECT_GRADCHECK(product, {x, y}, {.raise_exception = true}), to_string(report));
  EXPECT_FATAL_FAILURE(ASSERT_GRADCHECK(product, {x, y}), "constant factor");
}

TEST_F(GtestAssertions, FailOnAWrongSecondDerivativeOnly) {
  EXPECT_GRADCHECK(wrong_second, {x});
  const GradcheckReport report = gradgradcheck(wrong_second, {x}, {.raise_exception = false});
  EXPECT_NONFATAL_FAILURE(EXPECT_GRADGRADCHECK(wrong_second, {x}), to_string(report));
  EXPECT_NONFATAL_FAILURE(EXPECT_GRADGRADCHECK(wrong_second, {x}, {torch::ones({2, 3}, torch::kDouble)}),
                          "gradcheck failed");
  EXPECT_FATAL_FAILURE(ASSERT_GRADGRADCHECK(wrong_second, {x}), to_string(report));
}

TEST_F(GtestAssertions, UseTheOptions) {
  Product::factor = 1.01;
  EXPECT_NONFATAL_FAILURE(EXPECT_GRADCHECK(product, {x, y}), "constant factor");
  EXPECT_GRADCHECK(product, {x, y}, {.rtol = 0.1});
}

TEST_F(GtestAssertions, TakeAMessageAndAnIfWithoutBraces) {
  Product::factor = 3;
  EXPECT_NONFATAL_FAILURE(EXPECT_GRADCHECK(product, {x, y}) << "of the case", "of the case");
  bool reached_else = false;
  if (x.numel() == 0)
    EXPECT_GRADCHECK(product, {x, y});
  else
    reached_else = true;
  EXPECT_TRUE(reached_else);
}

}  // namespace
}  // namespace actlab
