// Parameters that a layer can learn, and slopes that are random in training.
#include <ATen/CPUGeneratorImpl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/autograd.h>

#include "actlab/battery.h"
#include "actlab/gradcheck.h"
#include "cases.h"
#include "core/error.h"
#include "derivatives.h"
#include "torch/autograd/apply.h"

namespace actlab {
namespace {

using testing::HasSubstr;
using torch::Tensor;

std::vector<ActivationPtr> learnable_ones() {
  std::vector<ActivationPtr> all;
  for (const ActivationPtr& activation : catalogue()) {
    if (!activation->learnable().empty()) all.push_back(activation);
  }
  return all;
}

// The value of the parameter if it is not learned.
double number_of(const Activation& activation) {
  return std::get<double>(activation.parameters().front().value);
}

class LearnableParameter : public testing::TestWithParam<ActivationPtr> {
 protected:
  TensorFunction function() const {
    return [this](const Tensor& x, const Tensor& parameter) { return apply_with_parameter(*GetParam(), x, parameter); };
  }
  Tensor parameter(std::int64_t count) const {
    return (number_of(*GetParam()) + 0.3 * torch::arange(count, torch::kDouble)).requires_grad_();
  }
  // The gradients of x and of the parameter, for `some_gradient` of the output.
  std::vector<Tensor> gradients(const Tensor& x, const Tensor& parameter, bool recorded = false) const {
    const Tensor y = apply_with_parameter(*GetParam(), x, parameter);
    return torch::autograd::grad({y}, {x, parameter}, {some_gradient(y)}, /*retain_graph=*/true, recorded);
  }
};
INSTANTIATE_TEST_SUITE_P(Catalogue, LearnableParameter, testing::ValuesIn(learnable_ones()), case_name);

TEST(LearnableParameters, AreThoseOfPreluSwishAndSnake) {
  std::vector<std::string_view> names;
  for (const ActivationPtr& activation : learnable_ones()) names.push_back(activation->spec().name);
  EXPECT_THAT(names, testing::UnorderedElementsAre("prelu", "swish", "snake"));
}

TEST_P(LearnableParameter, PassesGradcheckAndGradgradcheckSharedAndPerChannel) {
  struct Case {
    std::vector<std::int64_t> sizes;
    std::int64_t parameters;
  };
  for (const auto& [sizes, parameters] : std::vector<Case>{{{5, 4}, 1},
                                                           {{5, 4}, 4},
                                                           {{2, 3, 2, 2}, 3},
                                                           {{2, 3, 2, 2}, 1},
                                                           {{6}, 1},
                                                           {{}, 1},
                                                           {{4, 1}, 1},
                                                           {{0, 3}, 3}}) {
    SCOPED_TRACE(testing::PrintToString(sizes) + " with " + std::to_string(parameters));
    const Tensors inputs{inputs_for(*GetParam(), sizes).requires_grad_(), parameter(parameters)};
    EXPECT_TRUE(gradcheck(function(), inputs));
    EXPECT_TRUE(gradgradcheck(function(), inputs));
  }
  EXPECT_TRUE(gradcheck(function(), {inputs_for(*GetParam(), {3, 2}).requires_grad_(),
                                     torch::full({}, 0.7, torch::kDouble).requires_grad_()}));
}

TEST_P(LearnableParameter, PassesTheBattery) {
  const auto make_inputs = [this](torch::IntArrayRef sizes) -> Tensors {
    return {inputs_for(*GetParam(), sizes), parameter(1).detach()};
  };
  const auto report = battery(function(), make_inputs);
  EXPECT_TRUE(report) << report;
}

TEST_P(LearnableParameter, GivesTheSameValuesAsAFixedParameterInEachDtype) {
  for (const auto& [dtype, name] : dtypes()) {
    const Tensor x = inputs_for(*GetParam(), {17, 6}).to(dtype);
    const Tensor number = torch::full({1}, number_of(*GetParam()), dtype);
    EXPECT_TRUE(torch::equal(apply_with_parameter(*GetParam(), x, number), apply(*GetParam(), x))) << name;
    EXPECT_TRUE(torch::equal(apply_with_parameter(*GetParam(), x, number.expand({6})), apply(*GetParam(), x))) << name;
    EXPECT_TRUE(torch::equal(apply_with_parameter(*GetParam(), x.t(), number), apply(*GetParam(), x.t()))) << name;
  }
}

TEST_P(LearnableParameter, HasTheSameGradientsFromKernelsAndFromRecordedOperationsInEachDtype) {
  for (const auto& [dtype, name] : dtypes()) {
    for (const std::int64_t count : {1, 6}) {
      const Tensor x = inputs_for(*GetParam(), {17, 6}).to(dtype).requires_grad_();
      const Tensor p = parameter(count).detach().to(dtype).requires_grad_();
      const auto kernels = gradients(x, p), recorded = gradients(x, p, true);
      EXPECT_EQ(kernels[1].scalar_type(), dtype);
      EXPECT_EQ(kernels[1].sizes(), p.sizes());
      EXPECT_LE(epsilons(kernels[0], recorded[0]), 8) << name;
      // A sum of 17 or 102 rounded terms.
      EXPECT_LE(epsilons(kernels[1], recorded[1]), 32) << name;
    }
  }
}

TEST_P(LearnableParameter, HasTheSameGradientForAnyStridesAndExpandedGradients) {
  const Tensor dense = inputs_for(*GetParam(), {6, 5});
  const Tensor strided = dense.t().contiguous().t();
  const Tensor x = dense.clone().requires_grad_(), other = strided.detach().requires_grad_(), p = parameter(5);
  const auto expected = gradients(x, p), actual = gradients(other, p);
  EXPECT_LE(epsilons(actual[0], expected[0]), 1);
  EXPECT_LE(epsilons(actual[1], expected[1]), 8);
  const Tensor y = apply_with_parameter(*GetParam(), x, p);
  const auto of_sum = torch::autograd::grad({y.sum()}, {x, p}, {}, /*retain_graph=*/true);
  const auto of_ones = torch::autograd::grad({y}, {x, p}, {torch::ones_like(y)});
  EXPECT_TRUE(torch::equal(of_sum[0], of_ones[0]));
  EXPECT_TRUE(torch::equal(of_sum[1], of_ones[1]));
}

TEST_P(LearnableParameter, IsDifferentiatedOnlyIfRequired) {
  const Tensor x = inputs_for(*GetParam(), {4, 3});
  const Tensor p = parameter(1);
  apply_with_parameter(*GetParam(), x, p).sum().backward();
  EXPECT_TRUE(p.grad().defined());
  EXPECT_FALSE(x.grad().defined());
  const Tensor leaf = x.clone().requires_grad_(), fixed = p.detach();
  apply_with_parameter(*GetParam(), leaf, fixed).sum().backward();
  EXPECT_TRUE(leaf.grad().defined());
  EXPECT_FALSE(apply_with_parameter(*GetParam(), x, fixed).requires_grad());
}

TEST_P(LearnableParameter, HasAFiniteGradientForLargeInputs) {
  const Tensor x = torch::tensor({-1e200, -750.0, -1e-200, 0.0, 1e-200, 750.0, 1e200}, torch::kDouble).requires_grad_();
  for (std::int64_t i = 0; i < x.numel(); ++i) {
    const auto both = gradients(x.detach().slice(0, i, i + 1).clone().requires_grad_(), parameter(1));
    EXPECT_TRUE(both[0].isfinite().all().item<bool>()) << x[i].item<double>();
    EXPECT_TRUE(both[1].isfinite().all().item<bool>()) << x[i].item<double>();
  }
}

TEST_P(LearnableParameter, MustHaveTheTypeOfTheInputAndAMatchingShape) {
  const Tensor x = torch::zeros({4, 3}, torch::kDouble);
  const auto error = [&](const Tensor& p) -> std::string {
    try {
      apply_with_parameter(*GetParam(), x, p);
    } catch (const c10::Error& e) {
      return e.what_without_backtrace();
    }
    return "";
  };
  EXPECT_THAT(error(torch::ones({1})), HasSubstr("Type promoting not supported. Got Double and Float"));
  EXPECT_THAT(error(torch::ones({4}, torch::kDouble)), HasSubstr("Found parameter numbers = 4 and channel size = 3"));
  EXPECT_THAT(error(torch::ones({1, 3}, torch::kDouble)),
              HasSubstr("Expected the parameter to be a scalar or 1D tensor"));
  EXPECT_THROW(apply_with_parameter(*make_activation("relu"), x, torch::ones({1}, torch::kDouble)), UsageError);
}

TEST(Prelu, AgreesWithTorchInValueAndBothGradients) {
  const ActivationPtr prelu = make_activation("prelu");
  for (const auto dtype : {torch::kDouble, torch::kFloat}) {
    for (const std::int64_t count : {1, 3}) {
      const Tensor x = inputs_for(*prelu, {5, 3, 2, 2}).to(dtype).requires_grad_();
      const Tensor weight = (0.25 + torch::arange(count, torch::kDouble)).to(dtype).requires_grad_();
      const Tensor ours = apply_with_parameter(*prelu, x, weight), theirs = torch::prelu(x, weight);
      EXPECT_TRUE(torch::equal(ours, theirs));
      const auto mine = torch::autograd::grad({ours}, {x, weight}, {some_gradient(ours)});
      const auto expected = torch::autograd::grad({theirs}, {x, weight}, {some_gradient(theirs)});
      EXPECT_TRUE(torch::equal(mine[0], expected[0]));
      EXPECT_LE(epsilons(mine[1], expected[1]), 8);
    }
  }
}

TEST(LearnableParameters, AreLearnedIfConfigured) {
  const auto prelu = make_activation("prelu")->learned();
  ASSERT_TRUE(prelu);
  EXPECT_EQ(prelu->name, "weight");
  EXPECT_EQ(prelu->initial, 0.25);
  EXPECT_FALSE(prelu->per_channel);
  EXPECT_FALSE(make_activation("swish")->learned());
  const auto swish = make_activation("swish", {{"beta", 2.0}, {"learnable", true}, {"per_channel", true}})->learned();
  ASSERT_TRUE(swish);
  EXPECT_EQ(swish->name, "beta");
  EXPECT_EQ(swish->initial, 2);
  EXPECT_TRUE(swish->per_channel);
  EXPECT_EQ(to_string(*make_activation("snake", {{"learnable", true}})), "snake(learnable=true)");
  EXPECT_THROW(make_activation("swish", {{"per_channel", true}}), UsageError);
  EXPECT_THROW(make_activation("swish", {{"learnable", 1.0}}), UsageError);
  EXPECT_FALSE(make_activation("relu")->learned());
}

TEST(Rrelu, DrawsTheSameSlopesAsTorchFromTheSameGeneratorInTraining) {
  const ActivationPtr rrelu = make_activation("rrelu", {{"lower", 0.1}, {"upper", 0.9}});
  for (const auto dtype : {torch::kDouble, torch::kFloat}) {
    const Tensor x = inputs_for(*rrelu, {7, 5}).to(dtype).t();
    const Tensor ours = apply_in_training(*rrelu, x, at::detail::createCPUGenerator(5));
    const Tensor theirs = torch::rrelu(x, 0.1, 0.9, /*training=*/true, at::detail::createCPUGenerator(5));
    EXPECT_TRUE(torch::equal(ours, theirs));
    EXPECT_FALSE(torch::equal(ours, apply_in_training(*rrelu, x, at::detail::createCPUGenerator(6))));
    const Tensor slopes = ours / x;
    EXPECT_TRUE(((x > 0) == (slopes == 1)).all().item<bool>());
    EXPECT_GE(slopes.min().item<double>(), 0.1 - 1e-6);
    EXPECT_LE(slopes.masked_select(x < 0).max().item<double>(), 0.9 + 1e-6);
    EXPECT_GT(slopes.masked_select(x < 0).std().item<double>(), 0.1);  // each element has its own slope
  }
}

TEST(Rrelu, HasTheDrawnSlopesAsGradientInTraining) {
  const ActivationPtr rrelu = make_activation("rrelu");
  const auto train = [&](const Tensor& x) { return apply_in_training(*rrelu, x, at::detail::createCPUGenerator(3)); };
  const Tensor x = inputs_for(*rrelu, {6, 5}).requires_grad_();
  EXPECT_TRUE(gradcheck(train, {x}));
  EXPECT_TRUE(gradgradcheck(train, {x}));
  EXPECT_TRUE(torch::allclose(torch::autograd::grad({train(x).sum()}, {x})[0] * x.detach(), train(x.detach())));
}

TEST(Rrelu, UsesTheMeanSlopeOutsideTraining) {
  const ActivationPtr rrelu = make_activation("rrelu", {{"lower", 0.25}, {"upper", 0.75}});
  EXPECT_TRUE(torch::equal(apply(*rrelu, torch::tensor({-2.0, 2.0}, torch::kDouble)),
                           torch::tensor({-1.0, 2.0}, torch::kDouble)));
  EXPECT_TRUE(rrelu->is_random());
  EXPECT_FALSE(make_activation("relu")->is_random());
}

TEST(Rrelu, TrainsInHalfPrecision) {
  const Tensor x = torch::tensor({-2.0, 2.0}, torch::kHalf);
  EXPECT_EQ(apply_in_training(*make_activation("rrelu"), x, at::detail::createCPUGenerator(1)).scalar_type(),
            torch::kHalf);
}

}  // namespace
}  // namespace actlab
