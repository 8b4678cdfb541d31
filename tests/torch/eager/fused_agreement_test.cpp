// Compares the fused engine with the eager engine.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "catalogue/activation.h"
#include "lab/training/layer_statistics_checks.h"
#include "torch/eager/support.h"

namespace actlab {
namespace {

TrialResult train_fused(const TrialSetup& setup) {
  return train(setup, *make_fused_engine());
}

/// Trains 20 epochs with both engines and compares the curves with a relative tolerance of 1e-4.
void expect_eager_curve(TrialSetup setup) {
  setup.training.epochs = 20;
  const TrialResult expected = train(setup), found = train_fused(setup);
  ASSERT_EQ(expected.status, TrialStatus::finished) << expected.message;
  ASSERT_EQ(found.status, TrialStatus::finished) << found.message;
  ASSERT_EQ(found.curve.size(), expected.curve.size());
  for (std::size_t i = 0; i < found.curve.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_NEAR(found.curve[i].train.loss, expected.curve[i].train.loss, 1e-4 * expected.curve[i].train.loss);
    EXPECT_NEAR(found.curve[i].test.loss, expected.curve[i].test.loss, 1e-4 * expected.curve[i].test.loss);
  }
}

std::vector<std::pair<std::string, DataConfig>> losses_and_data() {
  const Circle circle{.samples = 150, .test_samples = 40};
  return {{"cross_entropy", circle},
          {"cross_entropy", Spiral{.classes = 3, .samples_per_class = 50, .test_samples_per_class = 10}},
          {"bce", circle},
          {"mse", circle},
          {"mse", Sine{.samples = 150, .test_samples = 40}}};
}

TEST(FusedEngine, FollowsTheEagerCurveForEveryActivationAndLoss) {
  for (const ActivationPtr& activation : catalogue()) {
    for (const auto& [loss, data] : losses_and_data()) {
      SCOPED_TRACE(std::string(activation->spec().name) + " " + loss);
      TrialSetup setup{.data = data,
                       .model = from_yaml<ModelConfig>("activation: " + std::string(activation->spec().name))};
      if (make_fused_engine()->unsupported_reason(setup.trial())) continue;
      setup.training.loss = loss;
      setup.training.optimizer = Sgd{.lr = 0.1, .momentum = 0.5};
      expect_eager_curve(setup);
    }
  }
}

TEST(FusedEngine, FollowsTheEagerCurveForEveryOptimizerAndBatchSize) {
  for_each_alternative<OptimizerConfig>([](auto optimizer) {
    for (const std::int64_t batch_size : {0, 1, 16, 149, 1000}) {
      for (const double weight_decay : {0.0, 0.01}) {
        SCOPED_TRACE(fmt::format("{} in batches of {}, weight decay {}", optimizer.kind, batch_size, weight_decay));
        optimizer.weight_decay = weight_decay;
        optimizer.lr = 0.001;
        TrialSetup setup{.data = Circle{.samples = 150, .test_samples = 40},
                         .model = from_yaml<ModelConfig>("{hidden: [10, 6], activation: tanh}")};
        setup.training.optimizer = optimizer;
        setup.training.batch_size = batch_size;
        setup.training.decay = 0.01;
        expect_eager_curve(setup);
      }
    }
  });
}

TEST(FusedEngine, FollowsTheEagerCurveForEveryInitialisation) {
  for_each_alternative<InitConfig>([](const auto& init) {
    SCOPED_TRACE(init.kind);
    if (std::is_same_v<decltype(init), const ExplicitInit&>) return;  // it has no default weights
    TrialSetup setup;
    setup.model.init = init;
    setup.training.optimizer = Sgd{.lr = 0.1};
    expect_eager_curve(setup);
  });
}

void expect_near_or_both_nan(double a, double b, double tolerance) {
  if (std::isnan(b))
    EXPECT_TRUE(std::isnan(a));
  else
    EXPECT_NEAR(a, b, tolerance);
}

TEST(LayerStatistics, AreTheSameForBothEngines) {
  for (const ActivationPtr& activation : catalogue()) {
    for (const auto& [loss, data] : losses_and_data()) {
      SCOPED_TRACE(std::string(activation->spec().name) + " " + loss);
      TrialSetup setup{.data = data,
                       .model = from_yaml<ModelConfig>(
                           "{hidden: [12, 5], activation: " + std::string(activation->spec().name) + "}"),
                       .measure_health = true};
      if (make_fused_engine()->unsupported_reason(setup.trial())) continue;
      setup.training.loss = loss;
      setup.training.epochs = 2;
      const TrialResult eager = train(setup), fused = train_fused(setup);
      ASSERT_EQ(eager.layer_statistics.size(), 3 * eager.curve.size());
      ASSERT_EQ(fused.layer_statistics.size(), eager.layer_statistics.size());
      for (std::size_t i = 0; i < eager.layer_statistics.size(); ++i) {
        const LayerStatistics &a = fused.layer_statistics[i], &b = eager.layer_statistics[i];
        EXPECT_EQ(a.epoch, b.epoch);
        EXPECT_EQ(a.layer, b.layer);
        // The tolerance allows for outputs at the threshold.
        expect_near_or_both_nan(a.zeros, b.zeros, 0.002);
        expect_near_or_both_nan(a.dead, b.dead, 1e-9);
        expect_near_or_both_nan(a.saturated, b.saturated, 0.002);
        expect_near_or_both_nan(a.gradient_norm, b.gradient_norm, 1e-4 * b.gradient_norm);
      }
    }
  }
}

TEST(LayerStatistics, DistinguishDeadSaturatedAndActiveLayersInTheEagerEngine) {
  expect_dead_saturated_and_active_layers(*make_eager_engine());
}

}  // namespace
}  // namespace actlab
