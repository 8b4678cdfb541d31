#include "torch/eager/custom_activation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/autograd.h>

#include <nlohmann/json.hpp>

#include "core/error.h"
#include "lab/models/architecture.h"
#include "lab/models/config.h"
#include "lab/models/resolve.h"
#include "torch/autograd/apply.h"
#include "torch/backend/torch_backend.h"

namespace actlab {
namespace {

using testing::AllOf;
using testing::HasSubstr;

const std::string script_yaml = "{script: x * torch.sigmoid(1.702 * x)}";
const std::string plugin = std::string("{plugin: ") + ACTLAB_EXAMPLE_PLUGIN + ", op: my::bent_identity}";
const std::string plugin_with_argument =
    std::string("{plugin: ") + ACTLAB_EXAMPLE_PLUGIN + ", op: my::bent_identity, arguments: {bend: 2.0}}";

ModelConfig with_activation(const std::string& yaml) {
  ModelConfig model;
  Problems problems;
  read_config(
      parse_yaml("{activation: " + yaml + "}", "m.yaml"), [&](Fields& fields) { model.declare(fields); }, problems);
  problems.throw_if_any();
  ActivationResolver(TorchBackend()).resolve(model.activation, problems);
  problems.throw_if_any();
  return model;
}

std::string problems_with(const std::string& yaml) {
  try {
    with_activation(yaml);
    return "";
  } catch (const UsageError& error) {
    return error.what();
  }
}

torch::Tensor value(const std::string& yaml, const torch::Tensor& x) {
  return apply(*with_activation(yaml).activation.for_layers(1).front(), x);
}

TEST(CustomActivation, ComputesTheScript) {
  const torch::Tensor x = torch::linspace(-3, 3, 7).requires_grad_();
  const torch::Tensor y = value(script_yaml, x);
  EXPECT_TRUE(torch::equal(y, x * torch::sigmoid(1.702 * x)));
  const torch::Tensor s = torch::sigmoid(1.702 * x.detach());
  const torch::Tensor gradient = torch::autograd::grad({y.sum()}, {x})[0];
  EXPECT_TRUE(torch::allclose(gradient, s + 1.702 * x.detach() * s * (1 - s), 1e-5, 1e-6));
}

TEST(CustomActivation, ComputesTheOperatorWithItsArguments) {
  const torch::Tensor x = torch::linspace(-3, 3, 7);
  EXPECT_TRUE(torch::allclose(value(plugin, x), 0.5 * (torch::sqrt(x * x + 1) - 1) + x));
  EXPECT_TRUE(torch::allclose(value(plugin_with_argument, x), 2 * (torch::sqrt(x * x + 1) - 1) + x));
}

TEST(CustomActivation, IsWrittenAsItIsRead) {
  for (const std::string& yaml :
       {script_yaml, plugin, plugin_with_argument, "[relu, " + plugin + ", " + script_yaml + "]"}) {
    ModelConfig model = with_activation(yaml);
    const auto written = [&](ModelConfig& m) {
      return to_yaml(write_config([&](Fields& fields) { m.declare(fields); }));
    };
    const std::string once = written(model);
    ModelConfig again;
    Problems problems;
    read_config(
        parse_yaml(once, "again.yaml"), [&](Fields& fields) { again.declare(fields); }, problems);
    problems.throw_if_any();
    EXPECT_EQ(written(again), once);
  }
}

TEST(CustomActivation, IsPartOfTheDescriptionOfAModel) {
  EXPECT_EQ(describe(with_activation(script_yaml), 2, 2), "2-10-2 'x * torch.sigmoid(1.702 * x)'");
  EXPECT_EQ(describe(with_activation(plugin), 2, 2), "2-10-2 my::bent_identity");
}

TEST(CustomActivation, IsRejectedWithLocationAndReason) {
  EXPECT_THAT(problems_with("{script: x * torch.sigmod(x)}"),
              AllOf(testing::StartsWith("m.yaml:1:23: activation.script: "), HasSubstr("<--- HERE")));
  EXPECT_THAT(problems_with("{script: x * w}"),
              HasSubstr("is a function of x, w; an activation must be a function of x"));
  EXPECT_THAT(problems_with("{script: x.sum()}"), HasSubstr("returns the shape [] for [2, 3]"));
  EXPECT_THAT(problems_with("{script: x.detach()}"), HasSubstr("propagates no gradient"));
  EXPECT_THAT(problems_with("{script: x.double()}"), HasSubstr("an activation must keep the dtype"));
  EXPECT_THAT(problems_with("{script: 'x[5]'}"), HasSubstr("fails on a tensor [2, 3] of Float"));
  EXPECT_THAT(problems_with("{script: torch.pow(x, 2)}"), HasSubstr("quote a script that contains commas"));
  EXPECT_THAT(problems_with("{script: [x]}"), HasSubstr("activation.script: found a list, expected a string"));
  EXPECT_THAT(problems_with("{plugin: libnone.so, op: a::b}"), HasSubstr("no such file"));
  EXPECT_THAT(problems_with("{plugin: libnone.so}"), HasSubstr("activation.op: missing"));
  EXPECT_THAT(problems_with("{op: a::b}"), HasSubstr("activation.plugin: missing"));
  EXPECT_THAT(problems_with("{plugin: libnone.so, op: a::b, argments: {}}"),
              HasSubstr("unknown key 'argments'; did you mean 'arguments'?"));
  EXPECT_THAT(problems_with(std::string("{plugin: ") + ACTLAB_EXAMPLE_PLUGIN + ", op: my::bent_identty}"),
              HasSubstr("did you mean 'my::bent_identity'?"));
}

TEST(CatalogueActivation, IsRejectedIfTensorsShowThatAParameterIsInvalid) {
  EXPECT_THAT(problems_with("{softmax: {dim: 5}}"), HasSubstr("m.yaml:1:24: activation.softmax: "));
  EXPECT_THAT(problems_with("{rrelu: {lower: 0.5, upper: 0.1}}"), HasSubstr("m.yaml:1:22: activation.rrelu: "));
}

TEST(CustomActivation, IsPartOfTheSchema) {
  const nlohmann::json schema = ActivationField().schema();
  EXPECT_TRUE(schema["anyOf"][2]["properties"].contains("script"));
  EXPECT_TRUE(schema["anyOf"][3]["properties"].contains("plugin"));
}

}  // namespace
}  // namespace actlab
