#include "torch/autograd/by_name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/autograd.h>

#include <functional>

#include "core/error.h"
#include "torch/autograd/apply.h"

namespace actlab {
namespace {

torch::Tensor by_autograd(const Activation& activation, const torch::Tensor& z) {
  const torch::Tensor x = z.clone().requires_grad_();
  const torch::Tensor y = apply(activation, x);
  if (!y.requires_grad()) return torch::zeros_like(z);
  return torch::autograd::grad({y.sum()}, {x}, {}, {}, false, true)[0];
}

template <class Work> std::string usage_error(const Work& work) {
  try {
    work();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(ByName, EveryElementwiseDerivativeIsThatOfAutogradFromZAndIfPossibleFromAAlone) {
  for (const ActivationPtr& activation : catalogue()) {
    if (activation->is_row_wise()) continue;
    const std::string name(activation->spec().name);
    for (const auto dtype : {torch::kFloat, torch::kDouble}) {
      const torch::Tensor z = torch::linspace(-4, 4, 41, dtype).view({1, 41}).t();
      const torch::Tensor expected = by_autograd(*activation, z);
      EXPECT_TRUE(torch::equal(activation_backward(z, {}, name), expected)) << name;
      const torch::Tensor a = activation_forward(z, name);
      EXPECT_TRUE(torch::equal(activation_backward(z, a, name), expected)) << name;
      if (activation->spec().saved == Saved::output) {
        EXPECT_TRUE(torch::equal(activation_backward({}, a, name), expected)) << name;
      } else {
        EXPECT_THAT(usage_error([&] { activation_backward({}, a, name); }),
                    testing::HasSubstr("give the pre-activation"));
      }
    }
  }
}

TEST(ByName, ParametersAreUsed) {
  const torch::Tensor z = torch::tensor({-2.0, 3.0});
  EXPECT_TRUE(torch::equal(activation_forward(z, "leaky_relu", {{"negative_slope", 0.5}}), torch::tensor({-1.0, 3.0})));
  EXPECT_TRUE(
      torch::equal(activation_backward(z, {}, "leaky_relu", {{"negative_slope", 0.5}}), torch::tensor({0.5, 1.0})));
}

TEST(ByName, UnknownNamesAreAnsweredWithTheKnownOnes) {
  for (const auto& work : {std::function<void()>([] { activation_forward(torch::ones(1), "swsh"); }),
                           std::function<void()>([] { activation_backward(torch::ones(1), {}, "swsh"); })}) {
    EXPECT_THAT(usage_error(work), testing::AllOf(testing::HasSubstr("swsh"), testing::HasSubstr("leaky_relu")));
  }
}

TEST(ByName, RowWiseActivationsAreRejectedBecauseTheDerivativeIsAMatrix) {
  EXPECT_THAT(usage_error([] {
                activation_backward(torch::ones({1, 3}), {}, "softmax");
              }),
              testing::HasSubstr("matrix"));
}

TEST(ByName, MissingTensorsAreRejected) {
  EXPECT_NE(usage_error([] { activation_backward({}, {}, "tanh"); }), "");
}

}  // namespace
}  // namespace actlab
