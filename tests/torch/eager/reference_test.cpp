// Compares with results of PyTorch for the same seeds. tests/reference/make_reference.py writes them.
#include <gtest/gtest.h>

#include <algorithm>

#include "tensors.h"
#include "torch/eager/support.h"

namespace actlab {
namespace {

/// The `data`, `model` and `training` of a config.
struct Case {
  TrialSetup setup{.data = Circle{}};  // with the defaults of a config
  void declare(Fields& fields) {
    fields.one_of("data", setup.data, "");
    fields.section("model", setup.model, "");
    fields.section("training", setup.training, "");
  }
};

TrialSetup setup_of(nlohmann::json config, std::uint32_t seed) {
  auto& optimizer = config["training"]["optimizer"];
  if (optimizer.contains("betas")) {
    optimizer["beta1"] = optimizer["betas"][0];
    optimizer["beta2"] = optimizer["betas"][1];
    optimizer.erase("betas");
  }
  TrialSetup setup = from_yaml<Case>(config.dump()).setup;
  setup.seed = seed;
  return setup;
}

/// The setups of configs/circle.yaml and configs/spiral.yaml.
TrialSetup experiment(const std::string& data, const std::string& model, std::uint32_t seed) {
  const bool circle = data == "circle";
  const nlohmann::json config = {
      {"data", {{"kind", data}}},
      {"model", {{"hidden", {circle ? 10 : 64}}, {"activation", model == "LinearNN" ? "identity" : "relu"}}},
      {"training", {{"epochs", circle ? 100 : 300}, {"optimizer", {{"kind", "adam"}, {"lr", circle ? 0.01 : 0.02}}}}},
  };
  return setup_of(config, seed);
}

void expect_losses(const TrialResult& result, const nlohmann::json& by_epoch) {
  for (const auto& [epoch, loss] : by_epoch.items()) {
    const std::size_t index = std::stoul(epoch);
    const double value = loss;
    if (index > 99) continue;  // later, rounding errors have grown too large to compare
    EXPECT_NEAR(result.curve.at(index).train.loss, value, (index <= 10 ? 1e-4 : 1e-2) * value) << "epoch " << epoch;
  }
}

TEST(Reference, LossesAndFinalAccuracyEqualPytorch) {
  const nlohmann::json cases = read_reference("pytorch_reference.json");
  ASSERT_EQ(cases.size(), 6u);
  for (const auto& expected : cases) {
    for (const std::string model : {"LinearNN", "NonLinearNN"}) {
      SCOPED_TRACE(expected["data"].dump() + " seed " + expected["seed"].dump() + " " + model);
      const TrialSetup setup = experiment(expected["data"], model, expected["seed"]);
      for_each_engine(setup, [&](const Engine& engine) {
        const TrialResult result = train(setup, engine);
        ASSERT_EQ(result.status, TrialStatus::finished) << result.message;
        expect_losses(result, expected[model]["loss"]);
        if (expected["data"] == "circle") {
          EXPECT_NEAR(result.train.accuracy, expected[model]["accuracy"], 0.003);
        }
      });
    }
  }
}

TEST(Reference, FirstEpochsEqualPytorchFor20Seeds) {
  const nlohmann::json cases = read_reference("experiments.json");
  ASSERT_EQ(cases.size(), 40u);
  for (const auto& expected : cases) {
    for (const std::string model : {"LinearNN", "NonLinearNN"}) {
      SCOPED_TRACE(expected["experiment"].dump() + " seed " + expected["seed"].dump() + " " + model);
      TrialSetup setup = experiment(expected["experiment"], model, expected["seed"]);
      setup.training.epochs = 11;
      nlohmann::json losses = expected[model]["loss"];
      for (const char* later : {"20", "50", "99", "200", "299"}) losses.erase(later);
      for_each_engine(setup, [&](const Engine& engine) { expect_losses(train(setup, engine), losses); });
    }
  }
}

void expect_score(const Score& score, const nlohmann::json& expected, double samples) {
  EXPECT_NEAR(score.loss, expected["loss"], 1e-4 * expected["loss"].get<double>());
  // A sample on the decision boundary may be in either class.
  if (expected.contains("accuracy")) {
    EXPECT_NEAR(score.accuracy, expected["accuracy"], 1.01 / samples);
  }
}

TEST(Reference, EveryOptimizerLossAndBatchSizeTrainsAsInPytorch) {
  const nlohmann::json cases = read_reference("training.json");
  ASSERT_FALSE(cases.empty());
  for (const auto& expected : cases) {
    SCOPED_TRACE(expected["model"].dump() + expected["training"].dump());
    TrialSetup setup =
        setup_of({{"data", expected["data"]}, {"model", expected["model"]}, {"training", expected["training"]}},
                 expected["seed"]);
    setup.keep_weights = true;
    for_each_engine(setup, [&](const Engine& engine) {
      const TrialResult result = train(setup, engine);
      ASSERT_EQ(result.status, TrialStatus::finished) << result.message;
      ASSERT_EQ(result.curve.size(), expected["losses"].size());
      for (std::size_t i = 0; i < result.curve.size(); ++i) {
        const double loss = expected["losses"][i];
        EXPECT_NEAR(result.curve[i].train.loss, loss, 1e-4 * loss) << "epoch " << i;
      }
      expect_score(result.train, expected["train"], expected["data"]["samples"]);
      expect_score(result.test, expected["test"], expected["data"]["test_samples"]);
      ASSERT_EQ(result.weights.size(), expected["weights"].size());
      // All optimizers but SGD divide a gradient by its magnitude. A weight whose gradient nearly cancels then moves by
      // about lr times the rounding of that sum, which depends on the order of summation. So the tolerance is a
      // hundredth of one step. The tolerance of losses above is that of SGD.
      const auto& optimizer = expected["training"]["optimizer"];
      const double atol = optimizer["kind"] == "sgd" ? 1e-4 : std::max(1e-4, 1e-2 * optimizer["lr"].get<double>());
      for (const NamedArray& weight : result.weights) {
        const auto values = expected["weights"][weight.name].get<std::vector<float>>();
        const torch::Tensor found = torch::tensor(weight.values), error = (found - torch::tensor(values)).abs();
        EXPECT_TRUE(torch::allclose(found, torch::tensor(values), 1e-3, atol))
            << weight.name << " is off by as much as " << error.max().item<float>();
      }
    });
  }
}

}  // namespace
}  // namespace actlab
