#include "torch/eager/sequential.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/nn/modules/linear.h>

#include "core/error.h"

namespace actlab {
namespace {

std::string error_message(const std::vector<std::int64_t>& sizes, const std::vector<std::string>& activations) {
  try {
    const Sequential model(sizes, activations);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(Sequential, EqualsLinearLayersOfTorchWithActivations) {
  torch::manual_seed(3);
  const torch::nn::Linear first(4, 5);
  const torch::nn::Linear last(5, 2);
  const Sequential model({4, 5, 2}, {"relu", "softmax"}, 3);
  const torch::Tensor x = torch::randn({6, 4});
  const torch::Tensor expected = torch::softmax(
      torch::linear(torch::relu(torch::linear(x, first->weight, first->bias)), last->weight, last->bias), 1);
  EXPECT_TRUE(torch::allclose(model.forward(x), expected));
  EXPECT_EQ(model.parameters().size(), 4u);
}

TEST(Sequential, TrainsThroughItsActivations) {
  const Sequential model({2, 3, 1}, {"tanh", "identity"});
  model.forward(torch::ones({1, 2})).sum().backward();
  for (const torch::Tensor& parameter : model.parameters()) EXPECT_TRUE(parameter.grad().defined());
}

TEST(Sequential, IncludesLearnedParametersOfActivations) {
  const Sequential model({2, 3, 1}, {"prelu", "identity"});
  EXPECT_EQ(model.parameters().size(), 5u);
  model.forward(-torch::ones({4, 2})).sum().backward();
  EXPECT_TRUE(model.named_parameters()["1.weight"].grad().defined());
}

TEST(Sequential, ListsTheKnownNamesForAnUnknownOne) {
  const std::string message = error_message({2, 3}, {"relo"});
  EXPECT_THAT(message, testing::HasSubstr("relo"));
  EXPECT_THAT(message, testing::HasSubstr("relu"));
  EXPECT_THAT(message, testing::HasSubstr("softmax"));
}

TEST(Sequential, RejectsListsThatDoNotFit) {
  EXPECT_THAT(error_message({2, 3, 1}, {"relu"}), testing::HasSubstr("found 1 for 2 layers"));
  EXPECT_THAT(error_message({2}, {}), testing::HasSubstr("at least two sizes"));
  EXPECT_THAT(error_message({2, 0}, {"relu"}), testing::HasSubstr("at least 1"));
}

}  // namespace
}  // namespace actlab
