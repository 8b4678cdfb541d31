// Compares the fused engine with the eager one, and with itself.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "catalogue/activation.h"
#include "catalogue/kernels/isa.h"
#include "lab/training/support.h"

namespace actlab {
namespace {

using testing::HasSubstr;

TrialResult train_fused(const TrialSetup& setup) {
  return train(setup, *make_fused_engine());
}

/// Expects the curves of both engines to agree within 1e-4 over 20 epochs.
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
      if (make_fused_engine()->why_not(setup.trial())) continue;
      setup.training.loss = loss;
      setup.training.optimizer = Sgd{.lr = 0.1, .momentum = 0.5};
      expect_eager_curve(setup);
    }
  }
}

TEST(FusedEngine, FollowsTheEagerCurveForEveryOptimizerAndKindOfBatch) {
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
    if (std::is_same_v<decltype(init), const ExplicitInit&>) return;  // has no weights by default
    TrialSetup setup;
    setup.model.init = init;
    setup.training.optimizer = Sgd{.lr = 0.1};
    expect_eager_curve(setup);
  });
}

TEST(FusedEngine, GivesTheSameBitsInAnyOrderOfTrials) {
  TrialSetup a{.keep_weights = true},
      b{.data = Spiral{}, .model = from_yaml<ModelConfig>("{hidden: [64, 16], activation: gelu}"), .seed = 5},
      c{.model = from_yaml<ModelConfig>("activation: tanh"), .keep_weights = true};
  a.training.epochs = b.training.epochs = c.training.epochs = 10;
  b.training.batch_size = 32;
  const auto engine = make_fused_engine();
  const TrialResult alone[] = {train_fused(a), train_fused(b), train_fused(c)};
  const auto forwards = train_all({a.trial(), b.trial(), c.trial()}, *engine),
             backwards = train_all({c.trial(), b.trial(), a.trial()}, *engine);
  for (std::size_t i = 0; i < 3; ++i) {
    expect_identical(forwards.at(i), alone[i]);
    expect_identical(backwards.at(2 - i), alone[i]);
  }
}

TEST(FusedEngine, GivesTheSameBitsOnTwoThreads) {
  TrialSetup setup{.data = Spiral{}, .model = from_yaml<ModelConfig>("{hidden: [64, 16], activation: [tanh, relu]}")};
  setup.training.epochs = 20;
  setup.training.batch_size = 32;
  const TrialResult alone = train_fused(setup);
  std::vector<TrialResult> results(2);
  {
    std::vector<std::jthread> threads;
    for (TrialResult& result : results) threads.emplace_back([&] { result = train_fused(setup); });
  }
  for (const TrialResult& result : results) expect_identical(alone, result);
}

TEST(FusedEngine, GivesTheSameResultWhateverItRecords) {
  TrialSetup every{.keep_weights = true}, rarely{.record_every = 1000, .keep_weights = true, .measure_health = true};
  every.training.epochs = rarely.training.epochs = 20;
  every.training.batch_size = rarely.training.batch_size = 64;
  TrialResult a = train_fused(every), b = train_fused(rarely);
  EXPECT_EQ(b.curve.size(), 2u);
  a.curve.clear();
  b.curve.clear();
  expect_identical(a, b);
}

TEST(FusedEngine, AgreesWithItselfOnEveryInstructionSet) {
  TrialSetup setup;
  setup.training.epochs = 20;
  const Isa best = current_isa();
  const TrialResult expected = train_fused(setup);
  for (const Isa isa : available_isas()) {
    set_isa(isa);
    const TrialResult found = train_fused(setup);
    EXPECT_NEAR(found.train.loss, expected.train.loss, 1e-4 * expected.train.loss) << name(isa);
  }
  set_isa(best);
}

TEST(FusedEngine, EndsADivergedTrialWithoutAffectingOthers) {
  TrialSetup sound{.keep_weights = true}, wild;
  sound.training.epochs = wild.training.epochs = 30;
  wild.training.optimizer = Sgd{.lr = 1e20};
  const auto results = train_all({sound.trial(), wild.trial(), sound.trial()}, *make_fused_engine());
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[1].status, TrialStatus::diverged);
  EXPECT_EQ(results[0].status, TrialStatus::finished);
  expect_identical(results[0], results[2]);
}

TEST(FusedEngine, NamesTheActivationThatItCannotTrain) {
  for (const ActivationPtr& activation : catalogue()) {
    const TrialSetup setup{.model = from_yaml<ModelConfig>("activation: " + std::string(activation->spec().name))};
    const auto why_not = make_fused_engine()->why_not(setup.trial());
    const bool is_plain = activation->compiled() && !activation->is_random();
    EXPECT_EQ(why_not.has_value(), !is_plain) << activation->spec().name;
    if (why_not) {
      EXPECT_THAT(*why_not, HasSubstr(std::string(activation->spec().name)));
    }
  }
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
      if (make_fused_engine()->why_not(setup.trial())) continue;
      setup.training.loss = loss;
      setup.training.epochs = 2;
      const TrialResult eager = train(setup), fused = train_fused(setup);
      ASSERT_EQ(eager.layer_statistics.size(), 3 * eager.curve.size());
      ASSERT_EQ(fused.layer_statistics.size(), eager.layer_statistics.size());
      for (std::size_t i = 0; i < eager.layer_statistics.size(); ++i) {
        const LayerStatistics &a = fused.layer_statistics[i], &b = eager.layer_statistics[i];
        EXPECT_EQ(a.epoch, b.epoch);
        EXPECT_EQ(a.layer, b.layer);
        // An output may be at the threshold.
        expect_near_or_both_nan(a.zeros, b.zeros, 0.002);
        expect_near_or_both_nan(a.dead, b.dead, 1e-9);
        expect_near_or_both_nan(a.saturated, b.saturated, 0.002);
        expect_near_or_both_nan(a.gradient_norm, b.gradient_norm, 1e-4 * b.gradient_norm);
      }
    }
  }
}

TEST(LayerStatistics, DistinguishesDeadSaturatedAndActiveLayers) {
  const auto first_layer = [](const char* model, const Engine& engine) {
    TrialSetup setup{.model = from_yaml<ModelConfig>(model), .measure_health = true};
    setup.training.epochs = 1;
    setup.training.optimizer = Sgd{.lr = 1e-6};
    return train(setup, engine).layer_statistics.at(0);
  };
  const std::unique_ptr<Engine> engines[] = {make_eager_engine(), make_fused_engine()};
  for (const auto& engine : engines) {
    SCOPED_TRACE(engine->name());
    const LayerStatistics zeros = first_layer("{activation: relu, init: zeros}", *engine);
    EXPECT_EQ(zeros.zeros, 1);
    EXPECT_EQ(zeros.dead, 1);
    EXPECT_EQ(zeros.saturated, 1);
    EXPECT_EQ(zeros.gradient_norm, 0);
    const LayerStatistics living = first_layer("activation: tanh", *engine);
    EXPECT_EQ(living.zeros, 0);
    EXPECT_EQ(living.dead, 0);
    EXPECT_EQ(living.saturated, 0);
    EXPECT_GT(living.gradient_norm, 0);
    const LayerStatistics saturated = first_layer("{activation: tanh, init: {kind: normal, std: 1000}}", *engine);
    EXPECT_GT(saturated.saturated, 0.95);
    EXPECT_EQ(saturated.dead, 0);
  }
}

}  // namespace
}  // namespace actlab
