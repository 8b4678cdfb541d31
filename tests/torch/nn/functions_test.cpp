#include <gtest/gtest.h>
#include <torch/autograd.h>
#include <torch/nn/functional.h>

#include <algorithm>

#include "cases.h"
#include "catalogue/gates.h"
#include "torch/autograd/apply.h"
#include "torch/autograd/gates.h"

namespace actlab {
namespace {

namespace F = torch::nn::functional;

torch::Tensor of_catalogue(const std::string& name, const torch::Tensor& x) {
  const bool is_gate = std::any_of(gates.begin(), gates.end(), [&](const Gate& gate) { return gate.name == name; });
  return is_gate ? apply_gate(name, x) : apply(*make_activation(name), x);
}

class Functions : public testing::TestWithParam<FunctionCase> {};
INSTANTIATE_TEST_SUITE_P(Catalogue, Functions, testing::ValuesIn(function_cases()), case_name<FunctionCase>);

TEST_P(Functions, HaveTheValueAndGradientOfTheCatalogue) {
  for (const torch::ScalarType dtype : {torch::kDouble, torch::kFloat, torch::kHalf, torch::kBFloat16}) {
    const auto gradient_and_value = [&](const auto& f) {
      const torch::Tensor x = some_inputs().to(dtype).requires_grad_();
      const torch::Tensor y = f(x);
      return std::pair{y, torch::autograd::grad({y}, {x}, {torch::ones_like(y)})[0]};
    };
    const auto ours = gradient_and_value(GetParam().call);
    const auto expected = gradient_and_value([&](const torch::Tensor& x) { return of_catalogue(GetParam().name, x); });
    EXPECT_TRUE(torch::equal(ours.first, expected.first));
    EXPECT_TRUE(torch::equal(ours.second, expected.second));
  }
}

TEST_P(Functions, RefuseIntegers) {
  EXPECT_ANY_THROW(GetParam().call(torch::ones({2, 2}, torch::kLong)));
}

TEST(FunctionsOfTheCatalogue, AreAll) {
  EXPECT_EQ(function_cases().size(), catalogue().size() + gates.size());
  EXPECT_EQ(module_cases().size(), function_cases().size());
}

TEST(FunctionsOfTheCatalogue, TakeEachParameter) {
  std::size_t parameters = 0;
  for (const ActivationPtr& activation : catalogue()) {
    for (const Parameter& parameter : activation->parameters())
      parameters += !std::holds_alternative<bool>(parameter.value) && !activation->learned();
  }
  EXPECT_EQ(setting_cases().size(), parameters);
  const torch::Tensor x = torch::linspace(-6.01, 6.01, 400, torch::kDouble).reshape({20, 20});
  for (const SettingCase& one : setting_cases()) {
    SCOPED_TRACE(one.name + " " + one.parameter);
    const torch::Tensor y = one.call(x);
    EXPECT_TRUE(torch::equal(y, apply(*make_activation(one.name, {{one.parameter, one.value}}), x)));
    EXPECT_FALSE(torch::equal(y, apply(*make_activation(one.name), x)));
  }
}

TEST(FunctionsOfTheCatalogue, AgreeWithThoseOfTorch) {
  const torch::Tensor x = some_inputs(), weight = torch::tensor({0.1, 0.2, 0.3, 0.4}, torch::kDouble);
  EXPECT_TRUE(torch::allclose(actlab::gelu(x, GeluOptions().approximate("none")), F::gelu(x)));
  EXPECT_TRUE(torch::allclose(actlab::prelu(x, weight), F::prelu(x, weight)));
  EXPECT_TRUE(torch::allclose(actlab::softmax(x, 0), F::softmax(x, 0)));
  EXPECT_TRUE(torch::allclose(actlab::softmax(x, SoftmaxOptions(1)), F::softmax(x, 1)));
  EXPECT_TRUE(torch::allclose(actlab::glu(x), F::glu(x)));
  EXPECT_TRUE(torch::allclose(actlab::glu(x, GluOptions().dim(0)), F::glu(x, F::GLUFuncOptions(0))));
  EXPECT_TRUE(torch::allclose(actlab::hardtanh(x, HardtanhOptions().min_val(-2)),
                              F::hardtanh(x, F::HardtanhFuncOptions().min_val(-2))));
}

TEST(FunctionsOfTheCatalogue, DrawRandomSlopesInTrainingOnly) {
  const torch::Tensor x = some_inputs();
  EXPECT_TRUE(torch::equal(actlab::rrelu(x), actlab::rrelu(x)));
  torch::manual_seed(3);
  const torch::Tensor first = actlab::rrelu(x, {}, /*training=*/true);
  EXPECT_FALSE(torch::equal(first, actlab::rrelu(x, {}, /*training=*/true)));
  torch::manual_seed(3);
  EXPECT_TRUE(torch::equal(first, actlab::rrelu(x, {}, /*training=*/true)));
  at::Generator generator = at::globalContext().defaultGenerator(at::kCPU).clone();
  EXPECT_FALSE(
      torch::equal(first, actlab::rrelu(x, RreluOptions().lower(0.4).upper(0.5), /*training=*/true, generator)));
}

TEST(FunctionsOfTheCatalogue, LearnAParameterGivenAsATensor) {
  const torch::Tensor x = some_inputs(), beta = torch::full({4}, 1.5, torch::kDouble).requires_grad_();
  const torch::Tensor y = actlab::swish(x, beta);
  EXPECT_TRUE(torch::allclose(y, actlab::swish(x, SwishOptions().beta(1.5))));
  EXPECT_NE(torch::autograd::grad({y.sum()}, {beta})[0].abs().min().item<double>(), 0);
}

TEST(FunctionsOfTheCatalogue, RefuseValuesThatMakeNoSense) {
  const torch::Tensor x = some_inputs();
  EXPECT_THROW(actlab::gelu(x, GeluOptions().approximate("tan")), std::runtime_error);
  EXPECT_THROW(actlab::leaky_relu(x, LeakyReluOptions().negative_slope(NAN)), std::runtime_error);
  EXPECT_THROW(actlab::glu(x.narrow(1, 0, 3)), c10::Error);
}

}  // namespace
}  // namespace actlab
