#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "cases.h"
#include "derivatives.h"

namespace actlab {
namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
const double nan = std::nan("");

/// Where an activation is meant to differ from the built-in of the same name, and why: what its notes say.
struct Difference {
  std::string_view activation;
  double x;
  double ours;
  double builtin;
  std::string_view why;
};
const std::vector<Difference>& documented_differences() {
  static const std::vector<Difference> table{
      {"step", nan, nan, 0, "a NaN must not pass for a number: torch.heaviside turns it into 0"},
  };
  return table;
}

bool same(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

const Difference* documented(const Activation& activation, double x) {
  for (const Difference& difference : documented_differences()) {
    if (difference.activation == activation.spec().name && same(difference.x, x)) return &difference;
  }
  return nullptr;
}

// For a row-wise activation x stands in a row with two others.
torch::Tensor input(const Activation& activation, double x) {
  const auto one = torch::full({1}, x, torch::kDouble);
  return activation.is_row_wise() ? torch::cat({one, torch::tensor({0.0, 1.0}, torch::kDouble)}) : one;
}

class Extremes : public testing::TestWithParam<ActivationPtr> {};
INSTANTIATE_TEST_SUITE_P(Catalogue, Extremes, testing::ValuesIn(all_cases()), case_name);

TEST_P(Extremes, OfTheInputGiveTheBuiltinsValue) {
  for (const double x : {0.0, -0.0, 1e-30, -1e-30, 100.0, -100.0, 1e4, -1e4, 1e30, -1e30, inf, -inf, nan}) {
    if (documented(*GetParam(), x)) continue;
    for (const auto dtype : {torch::kFloat, torch::kDouble}) {
      SCOPED_TRACE(testing::Message() << "x = " << x << " in " << c10::toString(dtype));
      const torch::Tensor at = input(*GetParam(), x).to(dtype);
      const torch::Tensor actual = (*GetParam())(at), expected = GetParam()->reference(at);
      EXPECT_LE(epsilons(actual, expected), 4) << actual << expected;
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
      EXPECT_LE(epsilons(actual.first, expected.first), 4) << actual.first << expected.first;
      EXPECT_TRUE(actual.second.isfinite().all().item<bool>());
    }
  }
}

TEST_P(Extremes, LetNanThroughInEachDtypeAndLane) {
  for (const auto& [dtype, name] : dtypes()) {
    for (const std::int64_t lane : {0, 1, 8, 16, 36}) {
      torch::Tensor x = inputs_for(*GetParam(), {37}).to(dtype);
      x[lane] = nan;
      const torch::Tensor y = (*GetParam())(x);
      EXPECT_TRUE(y[lane].isnan().item<bool>()) << name << " at " << lane;
      const std::int64_t expected = GetParam()->is_row_wise() ? 37 : 1;
      EXPECT_EQ(y.isnan().sum().item<std::int64_t>(), expected) << name;
    }
  }
}

TEST(Extremes, DifferFromTheBuiltinOnlyAsDocumented) {
  for (const Difference& difference : documented_differences()) {
    SCOPED_TRACE(difference.why);
    const auto activation = make_activation(difference.activation);
    const torch::Tensor x = input(*activation, difference.x);
    EXPECT_TRUE(same((*activation)(x)[0].item<double>(), difference.ours));
    EXPECT_TRUE(same(activation->reference(x)[0].item<double>(), difference.builtin));
    EXPECT_FALSE(activation->spec().notes.empty());
  }
}

TEST(Sigmoid, IsExactlyZeroAndOneFarOutWithoutOverflow) {
  const auto sigmoid = make_activation("sigmoid");
  for (const auto& [dtype, name] : dtypes()) {
    const torch::Tensor y = (*sigmoid)(torch::tensor({-1000.0, 1000.0, 0.0}, torch::kDouble).to(dtype));
    EXPECT_EQ(y[0].item<double>(), 0) << name;
    EXPECT_EQ(y[1].item<double>(), 1) << name;
    EXPECT_EQ(y[2].item<double>(), 0.5) << name;
  }
}

TEST(Sigmoid, KeepsItsDigitsInTheNegativeTail) {
  const auto y = (*make_activation("sigmoid"))(torch::tensor({-80.0}, torch::kFloat));
  EXPECT_NEAR(y.item<double>() / std::exp(-80.0), 1, 1e-6);
}

TEST(Softmax, OfLogitsOfTenThousandSumsToOne) {
  const auto softmax = make_activation("softmax");
  const torch::Tensor x = 1e4 * inputs_for(*softmax, {50, 7});
  for (const auto& [dtype, name] : {std::pair{torch::kDouble, "float64"}, std::pair{torch::kFloat, "float32"}}) {
    const torch::Tensor y = (*softmax)(x.to(dtype));
    EXPECT_TRUE(y.isfinite().all().item<bool>()) << name;
    EXPECT_LE(epsilons(y.sum(-1), torch::ones({50}, dtype)), 2) << name;
  }
  const auto log_softmax = make_activation("log_softmax");
  EXPECT_TRUE((*log_softmax)(x).isfinite().all().item<bool>());
}

TEST(Softmax, OfEqualLogitsIsUniform) {
  const torch::Tensor y = (*make_activation("softmax"))(torch::full({3, 4}, 1e4, torch::kFloat));
  EXPECT_TRUE(torch::equal(y, torch::full({3, 4}, 0.25)));
}

}  // namespace
}  // namespace actlab
