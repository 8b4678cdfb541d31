// The fused engine without LibTorch. tests/torch/eager compares it with the eager engine.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "catalogue/activation.h"
#include "catalogue/kernels/isa.h"
#include "lab/training/layer_statistics_checks.h"
#include "lab/training/support.h"

namespace actlab {
namespace {

using testing::HasSubstr;

TrialResult train_fused(const TrialSetup& setup) {
  return train(setup, *make_fused_engine());
}

TEST(FusedEngine, GivesTheSameBitsForAnyGroupingAndOrderOfTrials) {
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

// Layer by layer, and with kernels for a narrow network whose activation is in them or between them.
TEST(FusedEngine, GivesTheSameBitsOnTwoThreads) {
  for (const char* model : {"{hidden: [64, 16], activation: [tanh, relu]}", "{hidden: [10], activation: relu}",
                            "{hidden: [10], activation: tanh}", "{hidden: [64], activation: gelu}"}) {
    SCOPED_TRACE(model);
    TrialSetup setup{.data = Spiral{}, .model = from_yaml<ModelConfig>(model)};
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
}

TEST(FusedEngine, GivesTheSameResultWhateverIsRecorded) {
  TrialSetup every{.keep_weights = true}, rarely{.record_every = 1000, .keep_weights = true, .measure_health = true};
  every.training.epochs = rarely.training.epochs = 20;
  every.training.batch_size = rarely.training.batch_size = 64;
  TrialResult a = train_fused(every), b = train_fused(rarely);
  EXPECT_EQ(b.curve.size(), 2u);
  a.curve.clear();
  b.curve.clear();
  expect_identical(a, b);
}

TEST(FusedEngine, GivesCloseResultsOnEveryInstructionSet) {
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
  TrialSetup stable{.keep_weights = true}, diverging;
  stable.training.epochs = diverging.training.epochs = 30;
  diverging.training.optimizer = Sgd{.lr = 1e20};
  const auto results = train_all({stable.trial(), diverging.trial(), stable.trial()}, *make_fused_engine());
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[1].status, TrialStatus::diverged);
  EXPECT_EQ(results[0].status, TrialStatus::finished);
  expect_identical(results[0], results[2]);
}

TEST(FusedEngine, ReportsWhichActivationIsNotSupported) {
  for (const ActivationPtr& activation : catalogue()) {
    const TrialSetup setup{.model = from_yaml<ModelConfig>("activation: " + std::string(activation->spec().name))};
    const auto unsupported_reason = make_fused_engine()->unsupported_reason(setup.trial());
    const bool is_plain = activation->compiled() && !activation->is_random();
    EXPECT_EQ(unsupported_reason.has_value(), !is_plain) << activation->spec().name;
    if (unsupported_reason) {
      EXPECT_THAT(*unsupported_reason, HasSubstr(std::string(activation->spec().name)));
    }
  }
}

TEST(LayerStatistics, DistinguishDeadSaturatedAndActiveLayers) {
  expect_dead_saturated_and_active_layers(*make_fused_engine());
}

}  // namespace
}  // namespace actlab
