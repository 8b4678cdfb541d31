#include "lab/models/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/error.h"

namespace actlab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

ModelConfig load(std::string_view yaml) {
  ModelConfig model;
  Problems problems;
  read_config(
      parse_yaml(yaml, "m.yaml"), [&](Fields& fields) { model.declare(fields); }, problems);
  problems.throw_if_any();
  return model;
}

std::string problems_of(std::string_view yaml) {
  try {
    load(yaml);
    return "";
  } catch (const UsageError& error) {
    return error.what();
  }
}

std::string resolved(ModelConfig model) {
  return to_yaml(write_config([&](Fields& fields) { model.declare(fields); }));
}

std::vector<std::string> names_of(const ModelConfig& model, std::size_t layers) {
  std::vector<std::string> names;
  for (const ActivationPtr& activation : model.activation.for_layers(layers)) names.push_back(to_string(*activation));
  return names;
}

TEST(ModelConfig, HasOneHiddenLayerWithReluAndTorchInitByDefault) {
  EXPECT_EQ(resolved(load("{}")), "hidden: [10]\nactivation: relu\ninit:\n  kind: torch\n");
}

TEST(ModelConfig, UsesASingleActivationForEveryLayer) {
  EXPECT_THAT(names_of(load("{activation: tanh}"), 3), ElementsAre("tanh", "tanh", "tanh"));
  EXPECT_THAT(names_of(load("{activation: linear}"), 1), ElementsAre("identity"));
}

TEST(ModelConfig, AcceptsParametersOfAnActivation) {
  EXPECT_THAT(names_of(load("{activation: {leaky_relu: {negative_slope: 0.25}}}"), 1),
              ElementsAre("leaky_relu(negative_slope=0.25)"));
  EXPECT_THAT(names_of(load("{activation: {gelu: {approximate: tanh}}}"), 1), ElementsAre("gelu(approximate=tanh)"));
  EXPECT_THAT(names_of(load("{activation: {relu: {}}}"), 1), ElementsAre("relu"));
}

TEST(ModelConfig, AcceptsLearnedParametersOfAnActivation) {
  EXPECT_THAT(names_of(load("{activation: {prelu: {init: 0.1, per_channel: true}}}"), 1),
              ElementsAre("prelu(init=0.1, per_channel=true)"));
  EXPECT_THAT(names_of(load("{activation: {swish: {beta: 1.5, learnable: true}}}"), 1),
              ElementsAre("swish(beta=1.5, learnable=true)"));
  EXPECT_EQ(problems_of("{activation: {swish: {per_channel: true}}}"),
            "m.yaml:1:22: activation.swish: swish: per_channel is true, but beta is not learned; set learnable to true "
            "as well");
  EXPECT_THAT(problems_of("{activation: {prelu: {per_channel: 3}}}"), HasSubstr("expected true or false"));
}

TEST(ModelConfig, AcceptsAnActivationForEachLayer) {
  const ModelConfig model = load("{hidden: [3, 4], activation: [relu, {leaky_relu: {negative_slope: 0.25}}]}");
  EXPECT_TRUE(model.activation.is_list());
  EXPECT_EQ(model.activation.size(), 2u);
  EXPECT_THAT(names_of(model, 2), ElementsAre("relu", "leaky_relu(negative_slope=0.25)"));
}

TEST(ModelConfig, WritesEveryActivationAsItIsRead) {
  for (const ActivationPtr& activation : catalogue()) {
    const std::string name(activation->spec().name);
    const std::string alone = resolved(load("{activation: " + name + "}"));
    EXPECT_EQ(resolved(load(alone)), alone);
    for (const Parameter& parameter : activation->parameters()) EXPECT_THAT(alone, HasSubstr(parameter.name));
    const std::string listed = resolved(load("{activation: [" + name + ", relu]}"));
    EXPECT_EQ(resolved(load(listed)), listed);
  }
}

TEST(ModelConfig, WritesEveryInitAsItIsRead) {
  for (const char* init : {"torch", "xavier", "{kind: xavier, distribution: normal, gain: 1.5}", "he",
                           "{kind: he, distribution: uniform}", "{kind: normal, std: 1e-5}", "zeros"}) {
    const std::string once = resolved(load(std::string("{init: ") + init + "}"));
    EXPECT_EQ(resolved(load(once)), once);
  }
}

TEST(ModelConfig, RejectsUnknownActivationsWithTheirLocation) {
  EXPECT_THAT(problems_of("{activation: rleu}"),
              testing::StartsWith("m.yaml:1:14: activation: unknown activation 'rleu'; did you mean 'relu'?"));
  EXPECT_THAT(problems_of("{activation: [relu, {rleu: {}}]}"),
              testing::StartsWith("m.yaml:1:22: activation[1]: unknown activation 'rleu'; did you mean 'relu'?"));
}

TEST(ModelConfig, RejectsInvalidParametersWithTheirLocation) {
  EXPECT_EQ(problems_of("{activation: {leaky_relu: {slope: 0.1, negative_slope: steep}}}"),
            "m.yaml:1:28: activation.leaky_relu.slope: unknown key 'slope'. Known: negative_slope\n"
            "m.yaml:1:56: activation.leaky_relu.negative_slope: found 'steep', expected a number");
  EXPECT_EQ(problems_of("{activation: {gelu: {approximate: tnah}}}"),
            "m.yaml:1:35: activation.gelu.approximate: unknown approximate 'tnah'; did you mean 'tanh'? "
            "Known: none, tanh");
  EXPECT_EQ(problems_of("{activation: {relu: {slope: 1}}}"),
            "m.yaml:1:22: activation.relu.slope: unknown key; no keys are allowed here");
}

TEST(ModelConfig, RejectsOtherFormsAndShowsTheCorrectOne) {
  EXPECT_EQ(problems_of("{activation: {kind: leaky_relu, negative_slope: 0.1}}"),
            "m.yaml:1:14: activation: found the key 'kind'; write {leaky_relu: {parameter: value}}");
  EXPECT_THAT(problems_of("{activation: {relu: {}, tanh: {}}}"), HasSubstr("a mapping with 2 keys, expected a single"));
  EXPECT_THAT(problems_of("{activation: [[relu]]}"), HasSubstr("m.yaml:1:15: activation[0]: found a list, expected"));
  EXPECT_THAT(problems_of("{hidden: [0]}"), HasSubstr("hidden[0]: found '0', expected an integer from 1 to 65536"));
}

TEST(ModelConfig, HasASchemaWithAllActivationsAliasesAndParameters) {
  const nlohmann::json schema = ActivationField().schema();
  for (const ActivationPtr& activation : catalogue()) {
    for (const std::string_view name : {activation->spec().name, activation->spec().aliases[0]}) {
      if (name.empty()) continue;
      EXPECT_THAT(schema["anyOf"][0]["enum"], testing::Contains(name));
      const nlohmann::json& object = schema["anyOf"][1]["properties"][std::string(name)];
      for (const Parameter& parameter : activation->parameters()) {
        EXPECT_TRUE(object["properties"].contains(parameter.name)) << name;
      }
    }
  }
}

}  // namespace
}  // namespace actlab
