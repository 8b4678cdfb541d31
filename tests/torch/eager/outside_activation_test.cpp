#include "torch/eager/outside_activation.h"

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

const std::string scripted = "{script: x * torch.sigmoid(1.702 * x)}";
const std::string plugin = std::string("{plugin: ") + ACTLAB_EXAMPLE_PLUGIN + ", op: my::bent_identity}";
const std::string bent_plugin =
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

TEST(OutsideActivation, IsWhatTheScriptSays) {
  const torch::Tensor x = torch::linspace(-3, 3, 7).requires_grad_();
  const torch::Tensor y = value(scripted, x);
  EXPECT_TRUE(torch::equal(y, x * torch::sigmoid(1.702 * x)));
  const torch::Tensor s = torch::sigmoid(1.702 * x.detach());
  const torch::Tensor slope = torch::autograd::grad({y.sum()}, {x})[0];
  EXPECT_TRUE(torch::allclose(slope, s + 1.702 * x.detach() * s * (1 - s), 1e-5, 1e-6));
}

TEST(OutsideActivation, IsWhatTheOperatorComputesWithTheArgumentsGiven) {
  const torch::Tensor x = torch::linspace(-3, 3, 7);
  EXPECT_TRUE(torch::allclose(value(plugin, x), 0.5 * (torch::sqrt(x * x + 1) - 1) + x));
  EXPECT_TRUE(torch::allclose(value(bent_plugin, x), 2 * (torch::sqrt(x * x + 1) - 1) + x));
}

TEST(OutsideActivation, IsWrittenAsItIsRead) {
  for (const std::string& yaml : {scripted, plugin, bent_plugin, "[relu, " + plugin + ", " + scripted + "]"}) {
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

TEST(OutsideActivation, IsNamedInTheDescriptionOfAModel) {
  EXPECT_EQ(describe(with_activation(scripted), 2, 2), "2-10-2 'x * torch.sigmoid(1.702 * x)'");
  EXPECT_EQ(describe(with_activation(plugin), 2, 2), "2-10-2 my::bent_identity");
}

TEST(OutsideActivation, IsRefusedWhereItStandsAndWithTheReason) {
  EXPECT_THAT(problems_with("{script: x * torch.sigmod(x)}"),
              AllOf(testing::StartsWith("m.yaml:1:23: activation.script: "), HasSubstr("<--- HERE")));
  EXPECT_THAT(problems_with("{script: x * w}"), HasSubstr("is a function of x, w; an activation is one of x alone"));
  EXPECT_THAT(problems_with("{script: x.sum()}"), HasSubstr("gives the shape [] for [2, 3]"));
  EXPECT_THAT(problems_with("{script: x.detach()}"), HasSubstr("no gradient comes back"));
  EXPECT_THAT(problems_with("{script: x.double()}"), HasSubstr("an activation keeps the dtype"));
  EXPECT_THAT(problems_with("{script: 'x[5]'}"), HasSubstr("fails on a tensor [2, 3] of Float"));
  EXPECT_THAT(problems_with("{script: torch.pow(x, 2)}"), HasSubstr("is to be quoted"));
  EXPECT_THAT(problems_with("{script: [x]}"), HasSubstr("activation.script: found a list, expected a text"));
  EXPECT_THAT(problems_with("{plugin: libnone.so, op: a::b}"), HasSubstr("there is no such file"));
  EXPECT_THAT(problems_with("{plugin: libnone.so}"), HasSubstr("activation.op: missing"));
  EXPECT_THAT(problems_with("{op: a::b}"), HasSubstr("activation.plugin: missing"));
  EXPECT_THAT(problems_with("{plugin: libnone.so, op: a::b, argments: {}}"),
              HasSubstr("unknown key 'argments'; did you mean 'arguments'?"));
  EXPECT_THAT(problems_with(std::string("{plugin: ") + ACTLAB_EXAMPLE_PLUGIN + ", op: my::bent_identty}"),
              HasSubstr("did you mean 'my::bent_identity'?"));
}

TEST(CatalogueActivation, IsRefusedWhereOnlyTensorsShowThatAParameterIsWrong) {
  EXPECT_THAT(problems_with("{softmax: {dim: 5}}"), HasSubstr("m.yaml:1:24: activation.softmax: "));
  EXPECT_THAT(problems_with("{rrelu: {lower: 0.5, upper: 0.1}}"), HasSubstr("m.yaml:1:22: activation.rrelu: "));
}

TEST(OutsideActivation, IsInTheSchema) {
  const nlohmann::json schema = ActivationField().schema();
  EXPECT_TRUE(schema["anyOf"][2]["properties"].contains("script"));
  EXPECT_TRUE(schema["anyOf"][3]["properties"].contains("plugin"));
}

}  // namespace
}  // namespace actlab
