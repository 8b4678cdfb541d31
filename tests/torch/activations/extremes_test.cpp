#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "cases.h"
#include "derivatives.h"
#include "torch/autograd/apply.h"
#include "torch/autograd/differences.h"

namespace actlab {
namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
const double nan = std::nan("");

bool same(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

// x; for a row-wise activation in a row with two other elements.
torch::Tensor input(const Activation& activation, double x) {
  const auto one = torch::full({1}, x, torch::kDouble);
  return activation.is_row_wise() ? torch::cat({one, torch::tensor({0.0, 1.0}, torch::kDouble)}) : one;
}

class Extremes : public testing::TestWithParam<ActivationPtr> {};
INSTANTIATE_TEST_SUITE_P(Catalogue, Extremes, testing::ValuesIn(all_cases()), case_name);

TEST_P(Extremes, OfTheInputGiveTheBuiltinsValue) {
  for (const double x : {0.0, -0.0, 1e-30, -1e-30, 100.0, -100.0, 1e4, -1e4, 1e30, -1e30, inf, -inf, nan}) {
    for (const auto dtype : {torch::kFloat, torch::kDouble}) {
      if (difference_at(*GetParam(), Quantity::value, dtype, x)) continue;
      SCOPED_TRACE(testing::Message() << "x = " << x << " in " << c10::toString(dtype));
      const torch::Tensor at = input(*GetParam(), x).to(dtype);
      const torch::Tensor actual = apply(*GetParam(), at), expected = apply_reference(*GetParam(), at);
      // A composition rounds the arguments of functions.
      const double rounding = GetParam()->spec().composed_reference && std::isfinite(x) ? std::abs(x) : 0;
      EXPECT_LE(epsilons(actual, expected), 4 + rounding) << actual << expected;
    }
  }
}

TEST_P(Extremes, OfTheInputGiveTheBuiltinsGradient) {
  for (const double x : {0.0, 1e-30, -1e-30, 100.0, -100.0, 1e4, -1e4}) {
    bool is_kink = false;
    for (const Kink& kink : GetParam()->kinks()) is_kink = is_kink || kink.at == x;
    if (is_kink) continue;
    for (const auto dtype : {torch::kFloat, torch::kDouble}) {
      SCOPED_TRACE(testing::Message() << "x = " << x << " in " << c10::toString(dtype));
      const torch::Tensor at = input(*GetParam(), x).to(dtype);
      const Derivatives actual = derivatives(ours(*GetParam()), at);
      const Derivatives expected = derivatives(builtin(*GetParam()), at);
      // A composition rounds the arguments of functions.
      const double rounding = GetParam()->spec().composed_reference ? std::abs(x) : 0;
      EXPECT_LE(epsilons(actual.first, expected.first), 4 * coarseness(*GetParam(), dtype) + rounding)
          << actual.first << expected.first;
      const bool overflows = has_differentiable_builtin(*GetParam()) && !expected.second.isfinite().all().item<bool>();
      EXPECT_TRUE(overflows || actual.second.isfinite().all().item<bool>());
    }
  }
}

// The built-in may give NaN where ours is the limit: it multiplies infinity by a derivative that it rounds to 0.
TEST_P(Extremes, OfTheGradientOfYGiveTheBuiltinsGradient) {
  if (GetParam()->is_row_wise() || !has_differentiable_builtin(*GetParam())) return;
  for (const bool recorded : {false, true}) {
    for (const auto dtype : {torch::kFloat, torch::kDouble}) {
      const torch::Tensor x = inputs_for(*GetParam(), {37}).mul(3).to(dtype).requires_grad_();
      for (const double extreme : {inf, -inf, nan}) {
        const torch::Tensor grad_y = torch::full({37}, extreme, dtype).requires_grad_(recorded);
        const auto gradient = [&](const torch::Tensor& y) {
          return torch::autograd::grad({y}, {x}, {grad_y}, /*retain_graph=*/false, /*create_graph=*/recorded)[0];
        };
        const torch::Tensor actual = gradient(apply(*GetParam(), x)),
                            expected = gradient(apply_reference(*GetParam(), x));
        EXPECT_TRUE(((actual == expected) | expected.isnan()).all().item<bool>())
            << "grad_y = " << extreme << " in " << c10::toString(dtype) << "\n"
            << actual << expected;
      }
    }
  }
}

TEST_P(Extremes, PropagateNanInEachDtypeAndLane) {
  for (const auto& [dtype, name] : dtypes()) {
    for (const std::int64_t lane : {0, 1, 8, 16, 36}) {
      torch::Tensor x = inputs_for(*GetParam(), {37}).to(dtype);
      x[lane] = nan;
      const torch::Tensor y = apply(*GetParam(), x);
      EXPECT_TRUE(y[lane].isnan().item<bool>()) << name << " at " << lane;
      const std::int64_t expected = GetParam()->is_row_wise() ? 37 : 1;
      EXPECT_EQ(y.isnan().sum().item<std::int64_t>(), expected) << name;
    }
  }
}

double at(const Function& f, const TorchDifference& difference, torch::ScalarType dtype) {
  const torch::Tensor x = torch::full({1}, difference.x, dtype).requires_grad_();
  const torch::Tensor y = f(x);
  if (difference.quantity == Quantity::value) return y.item<double>();
  return torch::autograd::grad({y}, {x})[0].item<double>();
}

TEST(Extremes, DifferFromTheBuiltinAsDocumentedUnlessALaterTorchAgrees) {
  for (const TorchDifference& difference : differences_from_torch()) {
    SCOPED_TRACE(testing::Message() << difference.activation << " at " << difference.x << ": " << difference.why);
    const ActivationPtr activation = activation_of(difference);
    std::vector<torch::ScalarType> types{difference.dtype};
    if (!std::isfinite(difference.x)) types.push_back(torch::kFloat);
    for (const torch::ScalarType dtype : types) {
      EXPECT_TRUE(same(at(ours(*activation), difference, dtype), difference.ours))
          << at(ours(*activation), difference, dtype);
      const double builtin_result =
          at([&](const torch::Tensor& x) { return apply_reference(*activation, x); }, difference, dtype);
      EXPECT_TRUE(same(builtin_result, difference.builtin) || same(builtin_result, difference.ours)) << builtin_result;
    }
    EXPECT_FALSE(same(difference.ours, difference.builtin));
  }
}

// The product of an infinite gradient and a derivative of 0 is NaN. Where the derivative is 0 by definition, and not
// because it underflowed, the gradient is 0.
TEST_P(Extremes, AnInfiniteGradientIsNotMadeNaN) {
  if (GetParam()->is_row_wise() || GetParam()->spec().surrogate) return;
  for (const auto dtype : {torch::kFloat, torch::kDouble}) {
    const torch::Tensor x = inputs_for(*GetParam(), {40}).to(dtype);
    for (const double infinite : {inf, -inf}) {
      const torch::Tensor leaf = x.clone().requires_grad_(), y = apply(*GetParam(), leaf);
      const torch::Tensor actual = torch::autograd::grad({y}, {leaf}, {torch::full_like(y, infinite)})[0];
      const torch::Tensor derivative = derivatives(ours(*GetParam()), x).first;
      EXPECT_TRUE(torch::equal(actual == 0, derivative == 0)) << actual;
    }
  }
}

TEST_P(Extremes, KeepTheSignOfZeroWhereTheDerivativeIsNotZero) {
  if (GetParam()->is_row_wise()) return;
  for (const auto& [dtype, name] : dtypes()) {
    const torch::Tensor x = torch::tensor({-0.0, 0.0}, torch::kDouble).to(dtype).requires_grad_();
    const torch::Tensor y = apply(*GetParam(), x);
    const torch::Tensor derivative = torch::autograd::grad({y}, {x}, {torch::ones_like(y)})[0];
    if (y[1].item<double>() != 0 || derivative[1].item<double>() == 0 || GetParam()->spec().surrogate) return;
    EXPECT_TRUE(std::signbit(y[0].item<double>())) << name;
    EXPECT_FALSE(std::signbit(y[1].item<double>())) << name;
  }
}

TEST_P(Extremes, AreRoundedToHalfPrecisionFromTheFloat32Result) {
  if (GetParam()->is_row_wise()) return;
  for (const auto dtype : {torch::kHalf, torch::kBFloat16}) {
    const torch::Tensor x = (3 * inputs_for(*GetParam(), {501})).to(dtype), in_float32 = x.to(torch::kFloat);
    EXPECT_TRUE(torch::equal(apply(*GetParam(), x), apply(*GetParam(), in_float32).to(dtype)));
    const auto gradient = [&](const torch::Tensor& at) {
      const torch::Tensor leaf = at.clone().requires_grad_();
      const torch::Tensor y = apply(*GetParam(), leaf);
      return torch::autograd::grad({y}, {leaf}, {torch::ones_like(y)})[0];
    };
    EXPECT_TRUE(torch::equal(gradient(x), gradient(in_float32).to(dtype)));
  }
}

TEST(Sigmoid, IsExactlyZeroAndOneForLargeInputsWithoutOverflow) {
  const auto sigmoid = make_activation("sigmoid");
  for (const auto& [dtype, name] : dtypes()) {
    const torch::Tensor y = apply(*sigmoid, torch::tensor({-1000.0, 1000.0, 0.0}, torch::kDouble).to(dtype));
    EXPECT_EQ(y[0].item<double>(), 0) << name;
    EXPECT_EQ(y[1].item<double>(), 1) << name;
    EXPECT_EQ(y[2].item<double>(), 0.5) << name;
  }
}

TEST(Sigmoid, KeepsItsDigitsInTheNegativeTail) {
  const auto y = apply(*make_activation("sigmoid"), torch::tensor({-80.0}, torch::kFloat));
  EXPECT_NEAR(y.item<double>() / std::exp(-80.0), 1, 1e-6);
}

TEST(Softmax, OfLogitsOfTenThousandSumsToOne) {
  const auto softmax = make_activation("softmax");
  const torch::Tensor x = 1e4 * inputs_for(*softmax, {50, 7});
  for (const auto& [dtype, name] : {std::pair{torch::kDouble, "float64"}, std::pair{torch::kFloat, "float32"}}) {
    const torch::Tensor y = apply(*softmax, x.to(dtype));
    EXPECT_TRUE(y.isfinite().all().item<bool>()) << name;
    EXPECT_LE(epsilons(y.sum(-1), torch::ones({50}, dtype)), 2) << name;
  }
  const auto log_softmax = make_activation("log_softmax");
  EXPECT_TRUE(apply(*log_softmax, x).isfinite().all().item<bool>());
}

TEST(Softmax, OfEqualLogitsIsUniform) {
  const torch::Tensor y = apply(*make_activation("softmax"), torch::full({3, 4}, 1e4, torch::kFloat));
  EXPECT_TRUE(torch::equal(y, torch::full({3, 4}, 0.25)));
}

}  // namespace
}  // namespace actlab
