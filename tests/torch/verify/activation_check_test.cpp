#include "torch/verify/activation_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/autograd.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <nlohmann/json.hpp>

#include "torch/autograd/apply.h"
#include "torch/autograd/tensor_functions.h"
#include "torch/verify/json.h"

namespace actlab {
namespace {

using testing::HasSubstr;

torch::Tensor right(const torch::Tensor& x) {
  return (x > 0).to(x.scalar_type());
}

/// max(0, x) with a configurable derivative, so that each part of a check can be made to fail.
class ReluWith : public Activation, public TensorFunctions {
 public:
  using Derivative = torch::Tensor (*)(const torch::Tensor& x);
  explicit ReluWith(Derivative derivative, double scale = 1) : derivative_(derivative), scale_(scale) {}

  const Spec& spec() const override {
    static constexpr Spec spec{.name = "relu",
                               .formula = "max(0, x)",
                               .derivative = "the test's",
                               .range = "[0, inf)",
                               .source = "this test",
                               .interval = {-3, 3}};
    return spec;
  }
  std::vector<Parameter> parameters() const override { return {}; }
  std::vector<Kink> kinks() const override { return {{.at = 0}}; }
  bool is_row_wise() const override { return false; }
  std::optional<CompiledActivation> compiled() const override { return std::nullopt; }
  torch::Tensor apply(const torch::Tensor& x) const override {
    const torch::Tensor y = scale_ * x.detach() * right(x.detach());  // torch::relu does not support half here
    // The value of y with the configured derivative: the difference to a detached copy is zero.
    const torch::Tensor derivative = derivative_(x.detach());
    return y + derivative * (x - x.detach());
  }
  torch::Tensor reference(const torch::Tensor& x) const override { return torch::relu(x); }

 private:
  Derivative derivative_;
  double scale_;
};

std::string activation_name(const testing::TestParamInfo<ActivationPtr>& tested) {
  std::string name = to_string(*tested.param);
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return !std::isalnum(c); }, '_');
  return name;
}

class EveryActivation : public testing::TestWithParam<ActivationPtr> {};

TEST_P(EveryActivation, Passes) {
  const ActivationCheck check = check_activation(*GetParam());
  EXPECT_TRUE(check.passed()) << to_json(check).dump(2);
  EXPECT_GT(check.first.report.compared, 0);
  EXPECT_GT(check.second.report.compared, 0);
  EXPECT_EQ(check.kinks.size(), GetParam()->kinks().size());
  EXPECT_EQ(check.builtin.size(), 4u);
}

TEST_P(EveryActivation, IsSampledOnBothSidesOfEachKinkButNotWithinEps) {
  const torch::Tensor x = sample_points(*GetParam());
  for (const Kink& kink : GetParam()->kinks()) {
    const torch::Tensor distance = x - kink.at;
    EXPECT_GT(distance.abs().min().item<double>(), 1e-6);
    EXPECT_TRUE(((distance > 0) & (distance < 1e-4)).any().item<bool>());
    EXPECT_TRUE(((distance < 0) & (distance > -1e-4)).any().item<bool>());
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryActivation, testing::ValuesIn(activations_to_check()), activation_name);

TEST(ActivationsToCheck, AreTheCatalogueAndItsLearnedVariants) {
  std::vector<std::string> names;
  for (const ActivationPtr& activation : activations_to_check()) names.push_back(to_string(*activation));
  EXPECT_GT(names.size(), catalogue().size());
  EXPECT_THAT(names,
              testing::IsSupersetOf({"relu", "prelu", "swish", "swish(learnable=true)", "snake(learnable=true)"}));
}

/// prelu with a configurable gradient of its weight.
class PreluWith : public ReluWith {
 public:
  explicit PreluWith(double factor) : ReluWith(right), factor_(factor) {}
  std::optional<LearnedParameter> learned() const override { return LearnedParameter{"weight", 0.25}; }
  torch::Tensor with_parameter(const torch::Tensor& x, const torch::Tensor& p) const override {
    return apply_with_parameter(*make_activation("prelu"), x, p.detach() + factor_ * (p - p.detach()));
  }

 private:
  double factor_;
};

TEST(ActivationCheck, FailsIfOnlyTheGradientOfALearnedParameterIsWrong) {
  EXPECT_TRUE(check_activation(PreluWith(1)).first.report.passed());
  const ActivationCheck check = check_activation(PreluWith(1.5));
  ASSERT_FALSE(check.first.report.passed());
  EXPECT_FALSE(check.passed());
  EXPECT_EQ(check.first.report.worst->input, 1u);
  EXPECT_LT(check.first.at, 0);
}

TEST(ActivationCheck, ReportsTheZeroGradientOfStep) {
  const ActivationCheck check = check_activation(*make_activation("step"));
  EXPECT_TRUE(check.passed());
  EXPECT_TRUE(check.first.vacuous);
  EXPECT_EQ(check.remark(), "gradient 0 everywhere: layers before it do not learn");
  EXPECT_EQ(check_activation(*make_activation("relu")).remark(), "");
}

TEST(ActivationCheck, ReportsAnUnboundedIntervalOfSubgradientsAtAJump) {
  const auto kinks = check_kinks(*make_activation("step"));
  ASSERT_EQ(kinks.size(), 1u);
  EXPECT_TRUE(kinks[0].jump);
  EXPECT_EQ(kinks[0].left, 0);
  EXPECT_EQ(kinks[0].right, INFINITY);
  EXPECT_EQ(kinks[0].analytical, 0);
  EXPECT_TRUE(kinks[0].held);
}

TEST(ActivationCheck, AcceptsAnySubgradientAtAKink) {
  for (const auto& [derivative, held] : {std::pair{0.0, true}, {0.5, true}, {1.0, true}, {1.1, false}, {-0.1, false}}) {
    static double at_zero;
    at_zero = derivative;
    const ReluWith relu([](const torch::Tensor& x) { return torch::where(x == 0, at_zero + 0 * x, right(x)); });
    const ActivationCheck check = check_activation(relu);
    EXPECT_TRUE(check.first.report.passed()) << check.first.report;
    EXPECT_NEAR(check.kinks[0].left, 0, 1e-9);
    EXPECT_NEAR(check.kinks[0].right, 1, 1e-9);
    EXPECT_EQ(check.kinks[0].held, held) << derivative;
  }
}

TEST(ActivationCheck, FailsIfTheGradientIsWrongOnOneSideOfAKink) {
  const ReluWith relu([](const torch::Tensor& x) { return torch::where(x > 1e-4, right(x), 0 * x); });
  const ActivationCheck check = check_activation(relu);
  EXPECT_FALSE(check.first.report.passed());
  EXPECT_FALSE(check.passed());
  EXPECT_NEAR(check.first.at, 2e-5, 1e-9);
  EXPECT_NEAR(check.first.error, 1, 1e-6);
}

TEST(ActivationCheck, FailsIfTheValueDiffersFromTheBuiltins) {
  const ActivationCheck check =
      check_activation(ReluWith([](const torch::Tensor& x) { return 1.001 * right(x); }, 1.001));
  EXPECT_TRUE(check.first.report.passed());
  EXPECT_FALSE(check.builtin[0].held);
  EXPECT_GT(check.builtin[0].value.epsilons, 1e12);
  EXPECT_GT(check.builtin[0].value.at, 0);
  EXPECT_FALSE(check.passed());
}

TEST(ActivationCheck, FailsIfOnlyTheGradientDiffersFromTheBuiltins) {
  const auto agreement = compare_with_builtin(ReluWith([](const torch::Tensor& x) { return right(x) + 1e-4; }));
  EXPECT_LE(agreement[1].value.epsilons, 1);
  EXPECT_GT(agreement[1].gradient->epsilons, 100);
  EXPECT_FALSE(agreement[1].held);
}

TEST(ActivationCheck, ConvertsToJsonWithEveryPart) {
  const auto json = to_json(check_activation(*make_activation("step")));
  EXPECT_EQ(json.at("name"), "step");
  EXPECT_EQ(json.at("passed"), true);
  EXPECT_EQ(json.at("first").at("zero_everywhere"), true);
  EXPECT_EQ(json.at("kinks").at(0).at("right"), "inf");
  EXPECT_EQ(json.at("builtin").size(), 4u);
  const auto failed = to_json(check_activation(ReluWith([](const torch::Tensor& x) { return 2 * right(x); })));
  EXPECT_EQ(failed.at("passed"), false);
  EXPECT_EQ(failed.at("first").at("failures").at(0).at("cause"), "constant factor");
  EXPECT_THAT(failed.dump(), HasSubstr("\"numerical\""));
}

}  // namespace
}  // namespace actlab
