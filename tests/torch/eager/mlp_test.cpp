#include "torch/eager/mlp.h"

#include <ATen/CPUGeneratorImpl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/nn/init.h>
#include <torch/nn/modules/linear.h>

#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>

#include "catalogue/activation.h"
#include "core/error.h"
#include "lab/config/fields.h"
#include "lab/config/node.h"
#include "lab/models/architecture.h"

namespace actlab {
namespace {

using testing::ElementsAre;

ModelConfig model_config(const std::string& yaml) {
  ModelConfig config;
  Problems problems;
  read_config(
      parse_yaml(yaml, "test"), [&](Fields& fields) { config.declare(fields); }, problems);
  problems.throw_if_any();
  return config;
}

std::vector<std::string> parameter_names(const Mlp& mlp) {
  std::vector<std::string> names;
  for (const auto& parameter : mlp.named_parameters()) names.push_back(parameter.key());
  return names;
}

nlohmann::json reference(const std::string& name) {
  std::ifstream file(ACTLAB_SOURCE_DIR "/tests/reference/" + name);
  return nlohmann::json::parse(file);
}

TEST(Mlp, InitialWeightsEqualPytorchToTheLastBit) {
  const auto cases = reference("pytorch_reference.json");
  ASSERT_FALSE(cases.empty());
  for (const auto& expected : cases) {
    const bool circle = expected["data"] == "circle";
    for (const char* name : {"LinearNN", "NonLinearNN"}) {
      const auto row = expected[name]["fc1_w0"].get<std::vector<float>>();
      const Mlp mlp(model_config(circle ? "hidden: [10]" : "hidden: [64]"), 2, circle ? 2 : 3, expected["seed"]);
      const torch::Tensor first = mlp.layers().front()->weight.detach()[0];
      EXPECT_TRUE(torch::equal(first, torch::tensor(row))) << expected["data"] << " seed " << expected["seed"];
    }
  }
}

TEST(Mlp, DefaultWeightsEqualThoseOfTorchLinear) {
  for (const std::uint32_t seed : {0u, 7u, 4294967295u}) {
    torch::manual_seed(seed);
    const torch::nn::Linear first(3, 5), second(5, 4), third(4, 2);
    const Mlp mlp(model_config("hidden: [5, 4]"), 3, 2, seed);
    ASSERT_EQ(mlp.layers().size(), 3u);
    const torch::nn::Linear linear[] = {first, second, third};
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_TRUE(torch::equal(mlp.layers()[i]->weight, linear[i]->weight)) << "layer " << i << " seed " << seed;
      EXPECT_TRUE(torch::equal(mlp.layers()[i]->bias, linear[i]->bias)) << "layer " << i << " seed " << seed;
    }
  }
}

TEST(Mlp, DoesNotUseTheGlobalGenerator) {
  torch::manual_seed(5);
  const torch::Tensor expected = torch::rand(3);
  torch::manual_seed(5);
  const Mlp mlp(model_config("hidden: [10]"), 2, 2, 0);
  EXPECT_TRUE(torch::equal(torch::rand(3), expected));
}

TEST(Mlp, NamesParametersAsTorchSequential) {
  EXPECT_THAT(parameter_names(Mlp(model_config("hidden: [4, 3]"), 2, 2, 0)),
              ElementsAre("0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias"));
}

TEST(Mlp, WithoutHiddenLayersIsALinearMap) {
  const Mlp mlp(model_config("hidden: []"), 2, 3, 0);
  EXPECT_THAT(parameter_names(mlp), ElementsAre("0.weight", "0.bias"));
  const torch::Tensor x = torch::randn({7, 2});
  EXPECT_TRUE(torch::equal(mlp.forward(x), torch::linear(x, mlp.layers()[0]->weight, mlp.layers()[0]->bias)));
}

TEST(Mlp, HasActivationsBetweenLayersAndNoneAfterTheLast) {
  const Mlp mlp(model_config("{hidden: [6, 5], activation: [tanh, {leaky_relu: {negative_slope: 0.3}}]}"), 2, 3, 1);
  const torch::Tensor x = torch::randn({9, 2});
  const auto layer = [&](std::size_t i, const torch::Tensor& input) {
    return torch::linear(input, mlp.layers()[i]->weight, mlp.layers()[i]->bias);
  };
  const torch::Tensor expected = layer(2, torch::leaky_relu(layer(1, torch::tanh(layer(0, x))), 0.3));
  EXPECT_TRUE(torch::allclose(mlp.forward(x), expected, 1e-6, 1e-6));
}

TEST(Mlp, RejectsAListOfActivationsThatDoesNotFitTheLayers) {
  EXPECT_THROW(Mlp(model_config("{hidden: [6, 5], activation: [tanh]}"), 2, 3, 1), UsageError);
  EXPECT_THROW(Mlp(model_config("{hidden: [6], activation: [tanh, relu]}"), 2, 3, 1), UsageError);
}

TEST(Mlp, SupportsEveryActivationOfTheCatalogueAndAnyDepth) {
  for (const ActivationPtr& activation : catalogue()) {
    const Mlp mlp(model_config(fmt::format("{{hidden: [3, 3, 3, 3, 3], activation: {}}}", activation->spec().name)), 2,
                  2, 0);
    const torch::Tensor y = mlp.forward(torch::randn({4, 2}));
    EXPECT_THAT(y.sizes(), ElementsAre(4, 2)) << activation->spec().name;
    y.sum().backward();
    EXPECT_TRUE(mlp.layers().front()->weight.grad().defined()) << activation->spec().name;
  }
}

TEST(Mlp, RegistersLearnedParametersAsTorchSequential) {
  const Mlp mlp(model_config("{hidden: [4, 3], activation: [{prelu: {init: 0.4}}, {swish: {learnable: true, "
                             "per_channel: true}}]}"),
                2, 2, 0);
  EXPECT_THAT(parameter_names(mlp),
              ElementsAre("0.weight", "0.bias", "1.weight", "2.weight", "2.bias", "3.beta", "4.weight", "4.bias"));
  EXPECT_TRUE(torch::equal(mlp.named_parameters()["1.weight"], torch::full({1}, 0.4)));
  EXPECT_TRUE(torch::equal(mlp.named_parameters()["3.beta"], torch::ones({3})));
  const Mlp fixed(model_config("{hidden: [4], activation: {swish: {beta: 2}}}"), 2, 2, 0);
  EXPECT_THAT(parameter_names(fixed), ElementsAre("0.weight", "0.bias", "2.weight", "2.bias"));
}

TEST(Mlp, UsesAndDifferentiatesLearnedParameters) {
  for (const char* activation : {"{prelu: {per_channel: true}}", "{snake: {learnable: true}}"}) {
    const Mlp mlp(model_config(fmt::format("{{hidden: [5], activation: {}}}", activation)), 2, 2, 0);
    const torch::Tensor x = torch::randn({9, 2}), before = mlp.forward(x).detach();
    mlp.forward(x).square().sum().backward();
    torch::Tensor learned = mlp.parameters()[2];
    ASSERT_TRUE(learned.grad().defined()) << activation;
    EXPECT_GT(learned.grad().abs().min().item<float>(), 0) << activation;
    const torch::NoGradGuard no_grad;
    learned.add_(0.5);
    EXPECT_FALSE(torch::allclose(mlp.forward(x), before)) << activation;
  }
}

TEST(Mlp, DrawsRandomSlopesOnlyInTraining) {
  const Mlp mlp(model_config("{hidden: [6, 6], activation: [rrelu, {prelu: {}}]}"), 2, 2, 0);
  const torch::Tensor x = torch::randn({9, 2});
  const auto train = [&](std::uint64_t seed) { return mlp.forward(x, at::detail::createCPUGenerator(seed)); };
  EXPECT_TRUE(torch::equal(train(1), train(1)));
  EXPECT_FALSE(torch::equal(train(1), train(2)));
  EXPECT_TRUE(torch::equal(mlp.forward(x), mlp.forward(x)));
  EXPECT_FALSE(torch::equal(mlp.forward(x), train(1)));
}

TEST(Mlp, CountsWeightsBiasesAndLearnedParameters) {
  for (const char* yaml : {"hidden: []", "hidden: [10]", "hidden: [64, 3, 8]", "{hidden: [8, 4], activation: prelu}",
                           "{hidden: [8, 4], activation: {prelu: {per_channel: true}}}",
                           "{hidden: [8, 4], activation: [relu, {swish: {learnable: true}}]}"}) {
    const ModelConfig config = model_config(yaml);
    std::int64_t count = 0;
    for (const torch::Tensor& parameter : Mlp(config, 2, 3, 0).parameters()) count += parameter.numel();
    EXPECT_EQ(parameter_count(config, 2, 3), count) << yaml;
  }
  EXPECT_EQ(parameter_count(model_config("hidden: [10]"), 2, 2), 52);
}

TEST(Mlp, IsDescribedByWidthsAndActivations) {
  EXPECT_EQ(describe(model_config("hidden: [10]"), 2, 2), "2-10-2 relu");
  EXPECT_EQ(describe(model_config("{hidden: [8, 8], activation: tanh}"), 1, 1), "1-8-8-1 tanh");
  EXPECT_EQ(describe(model_config("{hidden: [8, 4], activation: [tanh, relu]}"), 1, 1), "1-8-4-1 tanh, relu");
  EXPECT_EQ(describe(model_config("hidden: []"), 2, 3), "2-3");
}

// torch/nn/init.h draws from the global generator, Mlp from its own generator.
TEST(Init, DrawsWhatTorchInitDraws) {
  struct Case {
    InitConfig config;
    std::function<void(torch::Tensor)> torch_init;
    double tolerance = 0;
  };
  // Normal numbers involve a logarithm and a cosine, whose last bits in torch depend on the instruction set.
  constexpr double last_bits = 1e-6;
  namespace init = torch::nn::init;
  const Case cases[] = {
      {XavierInit{.distribution = "uniform", .gain = 1.0}, [](torch::Tensor w) { init::xavier_uniform_(w); }},
      {XavierInit{.distribution = "normal", .gain = 2.0}, [](torch::Tensor w) { init::xavier_normal_(w, 2.0); },
       last_bits},
      {HeInit{.distribution = "normal"},
       [](torch::Tensor w) { init::kaiming_normal_(w, 0, torch::kFanIn, torch::kReLU); }, last_bits},
      {HeInit{.distribution = "uniform"},
       [](torch::Tensor w) { init::kaiming_uniform_(w, 0, torch::kFanIn, torch::kReLU); }},
      {NormalInit{.std = 0.3}, [](torch::Tensor w) { init::normal_(w, 0, 0.3); }, last_bits},
      {ZerosInit{}, [](torch::Tensor w) { init::zeros_(w); }},
  };
  for (std::size_t i = 0; i < std::size(cases); ++i) {
    ModelConfig config = model_config("hidden: [7]");
    config.init = cases[i].config;
    const Mlp mlp(config, 3, 2, 11);
    torch::manual_seed(11);
    for (const auto& layer : mlp.layers()) {
      const torch::Tensor expected = torch::empty_like(layer->weight, torch::requires_grad(false));
      cases[i].torch_init(expected);
      EXPECT_TRUE(torch::allclose(layer->weight.detach(), expected, cases[i].tolerance, 0)) << "case " << i;
      EXPECT_EQ(layer->bias.abs().max().item<float>(), 0) << "case " << i;
    }
  }
}

InitConfig init_named(const std::string& name) {
  if (name == "torch") return TorchInit{};
  if (name == "normal") return NormalInit{};
  const std::string distribution = name.substr(name.find('_') + 1);
  if (name.starts_with("xavier")) return XavierInit{.distribution = distribution};
  return HeInit{.distribution = distribution};
}

TEST(Init, EqualsTheWeightsOfPython) {
  const auto cases = reference("weights.json");
  ASSERT_FALSE(cases.empty());
  for (const auto& expected : cases) {
    SCOPED_TRACE(expected["init"].dump() + expected["widths"].dump() + " seed " + expected["seed"].dump());
    const auto widths = expected["widths"].get<std::vector<std::int64_t>>();
    ModelConfig config;
    config.hidden.assign(widths.begin() + 1, widths.end() - 1);
    config.init = init_named(expected["init"]);
    for (const auto& parameter : Mlp(config, widths.front(), widths.back(), expected["seed"]).named_parameters()) {
      const auto& values = expected["parameters"][parameter.key()];
      const torch::Tensor flat = parameter.value().detach().flatten();
      ASSERT_EQ(flat.numel(), values["size"]);
      // Uniform numbers are exact; the last bits of normal numbers depend on the instruction set.
      const double tolerance = config.init.index() == 0 ? 0 : 1e-6;
      const auto first = torch::tensor(values["first"].get<std::vector<float>>());
      const auto last = torch::tensor(values["last"].get<std::vector<float>>());
      EXPECT_TRUE(torch::allclose(flat.slice(0, 0, first.numel()), first, tolerance, 0));
      EXPECT_TRUE(torch::allclose(flat.slice(0, flat.numel() - last.numel()), last, tolerance, 0));
      EXPECT_NEAR(flat.to(torch::kDouble).sum().item<double>(), values["sum"], 1e-9 + tolerance);
    }
  }
}

template <std::size_t... I> std::vector<InitConfig> every_init(std::index_sequence<I...>) {
  return {InitConfig(std::in_place_index<I>)...};
}

// Sets explicit weights of a 3-7-2 network.
void set_weights(ExplicitInit& init) {
  const std::string hidden =
      "{weight: [[1, 2, 3], [1, 2, 3], [1, 2, 3], [1, 2, 3], [1, 2, 3], [1, 2, 3], [1, 2, 3]], "
      "bias: [1, 2, 3, 4, 5, 6, 7]}";
  const std::string output = "{weight: [[1, 2, 3, 4, 5, 6, 7], [0, 0, 0, 0, 0, 0, -1]], bias: [0, 1]}";
  Problems problems;
  init.layers.read(*parse_yaml("layers: [" + hidden + ", " + output + "]", "test").find("layers"), "layers", problems);
  problems.throw_if_any();
}

TEST(Init, OfEveryKindDependsOnlyOnTheSeed) {
  for (const InitConfig& init : every_init(std::make_index_sequence<std::variant_size_v<InitConfig>>())) {
    ModelConfig config = model_config("hidden: [7]");
    config.init = init;
    if (auto* given = std::get_if<ExplicitInit>(&config.init)) set_weights(*given);
    const bool is_random = !std::holds_alternative<ZerosInit>(init) && !std::holds_alternative<ExplicitInit>(init);
    const Mlp a(config, 3, 2, 1), b(config, 3, 2, 1), other(config, 3, 2, 2);
    const auto weight = [](const Mlp& mlp) { return mlp.layers()[1]->weight; };
    EXPECT_TRUE(torch::equal(weight(a), weight(b))) << "init " << init.index();
    EXPECT_EQ(torch::equal(weight(a), weight(other)), !is_random) << "init " << init.index();
    EXPECT_TRUE(weight(a).requires_grad());
  }
}

}  // namespace
}  // namespace actlab
