// Compares single gradients of the fused network with autograd.
#include <ATen/CPUGeneratorImpl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numeric>
#include <random>
#include <string>

#include "catalogue/activation.h"
#include "lab/training/fused/network.h"
#include "tensors.h"
#include "torch/eager/mlp.h"
#include "torch/eager/support.h"
#include "torch/eager/tensor_loss.h"

namespace actlab {
namespace {

/// Random data for a shape: classes or real numbers.
Dataset random_data(std::int64_t samples, std::int64_t features, std::int64_t outputs, bool regression,
                    std::uint64_t seed) {
  const at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(seed);
  Dataset data;
  data.train.inputs = matrix_of(torch::randn({samples, features}, generator));
  if (regression) {
    data.train.values = matrix_of(torch::randn({samples, outputs}, generator));
  } else {
    data.train.labels = labels_of(torch::randint(outputs, {samples}, generator, torch::kLong));
    data.classes = outputs;
  }
  return data;
}

struct Problem {
  ModelConfig model;
  Dataset data;
  std::string loss;
};

// The tolerance is relative to the whole layer, because single entries may be sums that cancel, which have few correct
// digits in autograd too.
void expect_close(const torch::Tensor& actual, const torch::Tensor& expected, double layer_norm, double tolerance) {
  ASSERT_EQ(actual.sizes(), expected.sizes());
  EXPECT_LE((actual - expected).norm().item<double>(), tolerance * layer_norm);
}

std::string layer_of(const std::string& parameter) {
  return parameter.substr(0, parameter.find('.'));
}

/// Compares gradient, loss and correct answers of a fused network with LibTorch.
void expect_autograd_gradient(const Problem& test, const fused::SampleMatrix& batch, const Samples& samples) {
  const Loss loss = make_loss(test.loss, test.data);
  Mlp mlp(test.model, test.data.features(), loss.outputs, 7);
  const torch::Tensor inputs = inputs_of(samples), targets = targets_of(loss, samples);
  const torch::Tensor outputs = mlp.forward(inputs).detach();
  // Uses autograd in float64, so that the tolerance covers only the rounding of the fused network.
  mlp.to(torch::kDouble);
  const torch::Tensor exact_targets = targets.is_floating_point() ? targets.to(torch::kDouble) : targets;
  const torch::Tensor mean_loss = value(loss, mlp.forward(inputs.to(torch::kDouble)), exact_targets);
  const auto expected = torch::autograd::grad({mean_loss}, mlp.parameters());

  fused::Network network(test.model, test.data.features(), loss, 7);
  const fused::LossSums sums = network.gradient(batch, true), scores = network.evaluate(batch);
  const auto gradients = network.gradients();
  ASSERT_EQ(gradients.size(), expected.size());
  std::map<std::string, double> squares;
  for (std::size_t i = 0; i < expected.size(); ++i)
    squares[layer_of(gradients[i].name)] += expected[i].square().sum().item<double>();
  for (std::size_t i = 0; i < expected.size(); ++i) {
    SCOPED_TRACE(gradients[i].name);
    expect_close(tensor_of(gradients[i]), expected[i], std::sqrt(squares[layer_of(gradients[i].name)]), 1e-5);
  }
  const double mean = mean_loss.item<double>();
  for (const fused::LossSums& found : {sums, scores}) {
    EXPECT_NEAR(found.loss / static_cast<double>(network.terms(batch)), mean, 1e-5 * std::abs(mean) + 1e-7);
    if (test.data.is_regression()) continue;
    EXPECT_EQ(found.correct, std::round(accuracy(loss, outputs, targets) * static_cast<double>(batch.size())));
  }
}

void expect_autograd_gradient(const Problem& test) {
  const Loss loss = make_loss(test.loss, test.data);
  const std::int64_t one_hot = loss.kind == Loss::Kind::mse ? test.data.classes : 0;
  const fused::SampleMatrix all(test.data.train, one_hot);
  expect_autograd_gradient(test, all, test.data.train);
  // A mini-batch of every second sample in reverse order, gathered twice to detect state left from the first.
  std::vector<std::int64_t> order;
  for (std::int64_t s = all.size() - 1; s >= 0; s -= 2) order.push_back(s);
  fused::SampleMatrix batch(all, all.size());
  std::vector<std::int64_t> everything(static_cast<std::size_t>(all.size()));
  std::iota(everything.begin(), everything.end(), std::int64_t{0});
  batch.gather(all, everything);
  batch.gather(all, order);
  expect_autograd_gradient(test, batch, test.data.train.select(order));
}

ModelConfig model_of(const std::string& hidden, std::string_view activation) {
  return from_yaml<ModelConfig>("{hidden: " + hidden + ", activation: " + std::string(activation) + "}");
}

TEST(FusedGradient, EqualsAutogradForEveryActivationAndLoss) {
  for (const ActivationPtr& activation : catalogue()) {
    TrialSetup setup{.model = model_of("[10, 7]", activation->spec().name)};
    if (make_fused_engine()->unsupported_reason(setup.trial())) continue;
    for (const auto& [loss, outputs, regression] :
         {std::tuple("cross_entropy", 2, false), std::tuple("cross_entropy", 5, false), std::tuple("bce", 2, false),
          std::tuple("mse", 3, false), std::tuple("mse", 2, true)}) {
      SCOPED_TRACE(fmt::format("{} {} {}", activation->spec().name, loss, outputs));
      expect_autograd_gradient({setup.model, random_data(300, 3, outputs, regression, 1), loss});
    }
  }
}

TEST(FusedGradient, EqualsAutogradForEveryActivationAndCompiledShape) {
  for (const ActivationPtr& activation : catalogue()) {
    TrialSetup setup{.model = model_of("[9]", activation->spec().name)};
    // Activations with learned parameters have no shaped kernels.
    if (make_fused_engine()->unsupported_reason(setup.trial()) || activation->learned()) continue;
    for (const auto& [inputs, outputs] : fused::narrow_shapes) {
      for (const std::int64_t samples : {3, 45, 130}) {
        SCOPED_TRACE(fmt::format("{} {}-9-{}, {} samples", activation->spec().name, inputs, outputs, samples));
        expect_autograd_gradient({setup.model, random_data(samples, inputs, outputs, true, 3), "mse"});
        // The network merges two logits.
        const std::int64_t classes = outputs == 1 ? 2 : outputs;
        expect_autograd_gradient({setup.model, random_data(samples, inputs, classes, false, 3), "cross_entropy"});
      }
    }
  }
}

TEST(FusedGradient, EqualsAutogradForEdgeShapes) {
  for (const char* hidden : {"[]", "[1]", "[1, 1, 1]", "[16]", "[17, 5]", "[512]", "[3, 3, 3, 3, 3, 3, 3, 3]"}) {
    for (const std::int64_t samples : {1, 2, 16, 17, 300}) {
      for (const std::int64_t features : {1, 63, 64, 1024}) {
        SCOPED_TRACE(fmt::format("hidden {}, {} samples, {} features", hidden, samples, features));
        expect_autograd_gradient(
            {model_of(hidden, "tanh"), random_data(samples, features, 3, false, 2), "cross_entropy"});
      }
    }
  }
}

// Such a network is merged into one layer if it has few inputs and outputs.
TEST(FusedGradient, EqualsAutogradForNetworksWithoutNonlinearity) {
  for (const char* hidden : {"[1]", "[10]", "[5, 70, 3]"}) {
    for (const std::int64_t features : {1, 16, 17}) {
      for (const std::int64_t outputs : {2, 3, 16, 17}) {
        for (const char* loss : {"cross_entropy", "mse"}) {
          SCOPED_TRACE(fmt::format("{}-{}-{} {}", features, hidden, outputs, loss));
          expect_autograd_gradient({model_of(hidden, "identity"), random_data(45, features, outputs, false, 4), loss});
        }
      }
    }
  }
}

TEST(FusedGradient, EqualsAutogradForRandomShapes) {
  std::mt19937 random(1);
  const auto draw = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  const std::vector<std::string> activations{"relu",
                                             "identity",
                                             "leaky_relu",
                                             "sigmoid",
                                             "gelu",
                                             "prelu",
                                             "{prelu: {per_channel: true}}",
                                             "{swish: {learnable: true}}",
                                             "{snake: {learnable: true, per_channel: true}}"};
  for (int round = 0; round < 60; ++round) {
    std::vector<int> hidden(static_cast<std::size_t>(draw(0, 4)));
    for (int& width : hidden) width = draw(1, 40);
    const int outputs = draw(1, 12), samples = draw(1, 700), features = draw(1, 100);
    const bool regression = draw(0, 1) == 1;
    const std::string loss = regression ? "mse" : outputs == 2 && draw(0, 1) == 1 ? "bce" : "auto";
    const std::string& activation =
        activations[static_cast<std::size_t>(draw(0, static_cast<int>(activations.size()) - 1))];
    SCOPED_TRACE(fmt::format("round {}: {} features, hidden [{}], {} outputs, {} samples, {} {}", round, features,
                             fmt::join(hidden, ", "), outputs, samples, activation, loss));
    expect_autograd_gradient({model_of(fmt::format("[{}]", fmt::join(hidden, ", ")), activation),
                              random_data(samples, features, outputs, regression, static_cast<std::uint64_t>(round)),
                              loss});
  }
}

}  // namespace
}  // namespace actlab
