#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <thread>

#include "core/error.h"
#include "core/random.h"
#include "tensors.h"
#include "torch/eager/mlp.h"
#include "torch/eager/support.h"
#include "torch/eager/tensor_loss.h"

namespace actlab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::int64_t> recorded_epochs(const TrialResult& result) {
  std::vector<std::int64_t> epochs;
  for (const CurvePoint& point : result.curve) epochs.push_back(point.epoch);
  return epochs;
}

/// Final weights and losses of gradient descent.
struct Descent {
  std::vector<torch::Tensor> weights;
  std::vector<double> epoch_losses;
};

// An independent implementation of gradient descent, with autograd only.
Descent reference_descent(const TrialSetup& setup, double lr, double decay) {
  const Dataset data = make_dataset(setup.data, setup.seed);
  const Mlp model(setup.model, data.features(), data.classes, setup.seed);
  NumpyRandom random = shuffle_stream(setup.seed);
  const std::int64_t n = data.train.size();
  const std::int64_t batch = setup.training.batch_size == 0 ? n : setup.training.batch_size;
  Descent result{model.parameters(), {}};
  int step = 0;
  for (std::int64_t epoch = 0; epoch < setup.training.epochs; ++epoch) {
    const torch::Tensor order = batch == n ? torch::arange(n) : torch::tensor(random.permutation(n));
    double sum = 0;
    for (std::int64_t begin = 0; begin < n; begin += batch, ++step) {
      const torch::Tensor rows = order.slice(0, begin, begin + batch);
      const torch::Tensor loss =
          torch::nll_loss(torch::log_softmax(model.forward(inputs_of(data.train).index_select(0, rows)), 1),
                          targets_of(data.train).index_select(0, rows));
      sum += loss.item<double>() * static_cast<double>(rows.numel());
      const auto gradients = torch::autograd::grad({loss}, result.weights);
      const torch::NoGradGuard no_grad;
      for (std::size_t i = 0; i < gradients.size(); ++i) {
        result.weights[i] -= lr / (1 + decay * step) * gradients[i];
      }
    }
    result.epoch_losses.push_back(sum / static_cast<double>(n));
  }
  return result;
}

void expect_reference_descent(const TrialSetup& setup, double lr, double decay) {
  const Descent expected = reference_descent(setup, lr, decay);
  const TrialResult result = train(setup);
  ASSERT_EQ(result.status, TrialStatus::finished) << result.message;
  ASSERT_EQ(result.curve.size(), expected.epoch_losses.size());
  for (std::size_t i = 0; i < result.curve.size(); ++i) {
    EXPECT_NEAR(result.curve[i].train.loss, expected.epoch_losses[i], 1e-6);
  }
  ASSERT_EQ(result.weights.size(), expected.weights.size());
  for (std::size_t i = 0; i < expected.weights.size(); ++i) {
    EXPECT_TRUE(torch::allclose(tensor_of(result.weights[i]), expected.weights[i], 1e-5, 1e-6))
        << result.weights[i].name;
  }
}

TEST(EagerEngine, FollowsGradientDescentWithADecayingLearningRate) {
  TrialSetup setup{.keep_weights = true};
  setup.training.optimizer = Sgd{.lr = 0.5};
  setup.training.decay = 0.3;
  setup.training.epochs = 8;
  expect_reference_descent(setup, 0.5, 0.3);
}

TEST(EagerEngine, UsesTheShuffleStreamForMiniBatchesAndKeepsTheSmallerLastOne) {
  TrialSetup setup{.data = Circle{.samples = 50, .test_samples = 0}, .seed = 3, .keep_weights = true};
  setup.training.optimizer = Sgd{.lr = 0.5};
  setup.training.decay = 0.01;
  setup.training.batch_size = 16;
  setup.training.epochs = 4;
  expect_reference_descent(setup, 0.5, 0.01);
}

TEST(EagerEngine, TreatsABatchOfAllSamplesAsFullBatch) {
  TrialSetup full, batch;
  full.training.epochs = batch.training.epochs = 5;
  batch.training.batch_size = 200;
  expect_identical(train(full), train(batch));
}

TEST(EagerEngine, RecordsTheFirstEpochEveryNthEpochAndTheLast) {
  TrialSetup setup{.record_every = 4};
  setup.training.epochs = 11;
  EXPECT_THAT(recorded_epochs(train(setup)), ElementsAre(0, 4, 8, 10));
  setup.training.epochs = 9;
  EXPECT_THAT(recorded_epochs(train(setup)), ElementsAre(0, 4, 8));
  setup.training.epochs = 1;
  EXPECT_THAT(recorded_epochs(train(setup)), ElementsAre(0));
}

TEST(EagerEngine, ScoresTheFinalWeightsOnTrainingAndTestData) {
  TrialSetup setup{.keep_weights = true};
  setup.training.epochs = 5;
  const TrialResult result = train(setup);
  EXPECT_EQ(result.epochs, 5);
  EXPECT_EQ(result.engine, "eager");
  EXPECT_GT(result.seconds, 0);
  const Dataset data = make_dataset(setup.data, setup.seed);
  Mlp model(setup.model, 2, 2, setup.seed);
  const torch::NoGradGuard no_grad;
  model.load(result.weights);
  const Loss loss = make_loss("auto", data);
  for (const auto& [samples, score] : {std::pair(data.train, result.train), std::pair(data.test, result.test)}) {
    const torch::Tensor outputs = model.forward(inputs_of(samples));
    EXPECT_EQ(value(loss, outputs, targets_of(samples)).item<double>(), score.loss);
    EXPECT_EQ(accuracy(loss, outputs, targets_of(samples)), score.accuracy);
  }
}

TEST(EagerEngine, GivesTheSameResultWhateverIsRecorded) {
  TrialSetup every{.keep_weights = true}, rarely{.record_every = 1000, .keep_weights = true};
  every.training.epochs = rarely.training.epochs = 20;
  every.training.batch_size = rarely.training.batch_size = 64;
  TrialResult a = train(every), b = train(rarely);
  EXPECT_EQ(b.curve.size(), 2u);
  a.curve.clear();
  b.curve.clear();
  expect_identical(a, b);
}

TEST(EagerEngine, GivesNaNForEmptyTestData) {
  TrialSetup setup{.data = Circle{.samples = 50, .test_samples = 0}};
  setup.training.epochs = 2;
  const TrialResult result = train(setup);
  EXPECT_TRUE(std::isnan(result.test.loss));
  EXPECT_TRUE(std::isnan(result.test.accuracy));
  EXPECT_TRUE(std::isfinite(result.train.loss));
}

TEST(EagerEngine, KeepsNoWeightsByDefault) {
  TrialSetup setup;
  setup.training.epochs = 1;
  EXPECT_TRUE(train(setup).weights.empty());
}

TEST(EagerEngine, EndsADivergedTrialWithoutAffectingOthers) {
  TrialSetup stable{.keep_weights = true}, diverging;
  stable.training.epochs = diverging.training.epochs = 30;
  diverging.training.optimizer = Sgd{.lr = 1e20};
  const auto results = train_all({stable.trial(), diverging.trial(), stable.trial()});
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[1].status, TrialStatus::diverged);
  EXPECT_GE(results[1].epochs, 1);
  EXPECT_LT(results[1].epochs, 30);
  EXPECT_THAT(recorded_epochs(results[1]), testing::SizeIs(results[1].epochs));
  for (const CurvePoint& point : results[1].curve) EXPECT_TRUE(std::isfinite(point.train.loss));
  EXPECT_TRUE(std::isnan(results[1].train.loss));
  EXPECT_EQ(results[0].status, TrialStatus::finished);
  expect_identical(results[0], results[2]);
  expect_identical(results[0], train(stable));
}

TEST(EagerEngine, DetectsDivergenceInTheLastUpdate) {
  TrialSetup setup{.model = from_yaml<ModelConfig>("hidden: [10, 10]")};
  setup.training.optimizer = Sgd{.lr = 1e30};
  setup.training.epochs = 1;
  const TrialResult result = train(setup);
  EXPECT_EQ(result.status, TrialStatus::diverged);
  EXPECT_EQ(result.epochs, 0);
}

TEST(EagerEngine, ReportsATrialThatThrowsAndContinues) {
  TrialSetup stable, too_large;
  stable.training.epochs = too_large.training.epochs = 1;
  too_large.model.hidden = {std::int64_t{1} << 62};
  const auto results = train_all({too_large.trial(), stable.trial()});
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[0].status, TrialStatus::failed);
  EXPECT_FALSE(results[0].message.empty());
  EXPECT_EQ(results[1].status, TrialStatus::finished);
}

TEST(EagerEngine, ThrowsUsageErrorForBadInput) {
  TrialSetup setup;
  setup.data = Sine{};
  setup.training.loss = "cross_entropy";
  EXPECT_THROW(train(setup), UsageError);
}

TEST(EagerEngine, GivesTheSameBitsOnTwoThreads) {
  TrialSetup setup{.data = Spiral{},
                   .model = from_yaml<ModelConfig>("{hidden: [64, 16], activation: [tanh, gelu]}"),
                   .keep_weights = true};
  setup.training.epochs = 20;
  setup.training.batch_size = 32;
  const TrialResult alone = train(setup);
  ASSERT_EQ(alone.status, TrialStatus::finished) << alone.message;
  std::vector<TrialResult> results(2);
  {
    std::vector<std::jthread> threads;
    for (TrialResult& result : results) threads.emplace_back([&] { result = train(setup); });
  }
  for (const TrialResult& result : results) expect_identical(alone, result);
}

TEST(EagerEngine, ReusesTheDataOfASeedOnlyForThatSeed) {
  TrialSetup a{.keep_weights = true}, b{.seed = 1, .keep_weights = true};
  a.training.epochs = b.training.epochs = 3;
  const auto results = train_all({a.trial(), a.trial(), b.trial(), a.trial()});
  ASSERT_EQ(results.size(), 4u);
  for (const std::size_t i : {0, 1, 3}) expect_identical(results[i], train(a));
  expect_identical(results[2], train(b));
}

TEST(EagerEngine, StopsWithoutAResultForTheTrialInProgress) {
  TrialSetup quick, endless;
  quick.training.epochs = 1;
  endless.training.epochs = 1'000'000'000;
  endless.record_every = endless.training.epochs;
  const std::vector<Trial> trials{quick.trial(), endless.trial(), quick.trial()};
  std::atomic<bool> stop = false;
  int done = 0;
  const std::jthread stopper([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    stop = true;
  });
  make_eager_engine()->train(trials, stop, [&](const Trial&, TrialResult&&) { ++done; });
  EXPECT_EQ(done, 1);
}

TEST(EagerEngine, TrainsNothingAfterAStop) {
  TrialSetup setup;
  const std::vector<Trial> trials{setup.trial()};
  const std::atomic<bool> stop = true;
  make_eager_engine()->train(trials, stop, [](const Trial&, TrialResult&&) { FAIL(); });
}

TEST(EagerEngine, TrainsModelsWithoutHiddenLayersAndDeepOnes) {
  for (const char* hidden : {"hidden: []", "hidden: [8, 8, 8, 8, 8, 8]"}) {
    TrialSetup setup{.model = from_yaml<ModelConfig>(hidden)};
    setup.training.epochs = 30;
    setup.training.optimizer = Adam{.lr = 0.01};
    const TrialResult result = train(setup);
    ASSERT_EQ(result.status, TrialStatus::finished) << hidden << ": " << result.message;
    EXPECT_LT(result.train.loss, result.curve.front().train.loss) << hidden;
  }
}

TEST(EagerEngine, TrainsParametersOfActivationsAndKeepsThemWithTheWeights) {
  for (const char* activation : {"prelu", "{prelu: {per_channel: true}}", "{swish: {learnable: true}}",
                                 "{snake: {learnable: true, per_channel: true}}"}) {
    SCOPED_TRACE(activation);
    TrialSetup setup{.model = from_yaml<ModelConfig>(fmt::format("{{hidden: [8], activation: {}}}", activation)),
                     .keep_weights = true,
                     .measure_health = true};
    setup.training.epochs = 30;
    const TrialResult result = train(setup);
    ASSERT_EQ(result.status, TrialStatus::finished) << result.message;
    ASSERT_EQ(result.weights.size(), 5u);
    EXPECT_THAT(result.weights[2].name, testing::StartsWith("1."));
    const auto initial = setup.model.activation.for_layers(1).front()->learned()->initial;
    EXPECT_GT((tensor_of(result.weights[2]) - initial).abs().max().item<float>(), 1e-3);
    expect_identical(result, train(setup));
  }
}

TEST(EagerEngine, DrawsRandomSlopesFromTheStreamOfTheSeed) {
  TrialSetup setup{.model = from_yaml<ModelConfig>("{hidden: [8], activation: rrelu}"), .keep_weights = true};
  setup.training.epochs = 10;
  const TrialResult alone = train(setup);
  ASSERT_EQ(alone.status, TrialStatus::finished) << alone.message;
  TrialSetup other = setup;
  other.seed = 1;
  const auto results = train_all({other.trial(), setup.trial()});
  expect_identical(results[1], alone);
  std::vector<TrialResult> at_once(2);
  {
    std::vector<std::jthread> threads;
    for (TrialResult& result : at_once) threads.emplace_back([&] { result = train(setup); });
  }
  for (const TrialResult& result : at_once) expect_identical(result, alone);
  // If all slopes are equal, rrelu is leaky_relu.
  setup.model = from_yaml<ModelConfig>("{hidden: [8], activation: {rrelu: {lower: 0.2, upper: 0.2}}}");
  const TrialResult constant = train(setup);
  setup.model = from_yaml<ModelConfig>("{hidden: [8], activation: {leaky_relu: {negative_slope: 0.2}}}");
  EXPECT_NEAR(constant.train.loss, train(setup).train.loss, 1e-5);
  EXPECT_NE(constant.train.loss, alone.train.loss);
}

TEST(EagerEngine, SupportsEveryTrial) {
  const TrialSetup setup;
  EXPECT_EQ(make_eager_engine()->unsupported_reason(setup.trial()), std::nullopt);
}

}  // namespace
}  // namespace actlab
