// The confusion matrices and baselines that engines deliver.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "lab/training/baseline.h"
#include "lab/training/loss.h"
#include "torch/eager/support.h"

namespace actlab {
namespace {

struct LossAndData {
  const char* loss;
  DataConfig data;
};

// Two merged logits, three classes, one logit, one-hot targets; more samples than a block has.
std::vector<LossAndData> with_classes_of_every_kind() {
  const Circle circle{.samples = 150, .test_samples = 3000};
  return {{"cross_entropy", circle},
          {"cross_entropy", Spiral{.classes = 3, .samples_per_class = 50, .test_samples_per_class = 700}},
          {"bce", circle},
          {"mse", circle}};
}

// Counted from the outputs of the network that the engine shows for these weights.
Confusion confusion_of_view(const Engine& engine, const TrialSetup& setup, const NamedArrays& weights) {
  const Dataset data = make_dataset(setup.data, setup.seed);
  const Loss loss = make_loss(setup.training.loss, data);
  const Matrix outputs = engine.view(setup.trial(), data.features(), loss.outputs, weights)->outputs(data.test.inputs);
  std::vector<std::int32_t> labels(data.test.labels.begin(), data.test.labels.end()), predictions;
  for (std::int64_t i = 0; i < outputs.rows; ++i) {
    const float* row = outputs.row(i);
    const auto largest = std::max_element(row, row + outputs.columns) - row;
    predictions.push_back(static_cast<std::int32_t>(outputs.columns == 1 ? static_cast<int>(row[0] > 0) : largest));
  }
  return count_confusion(labels, predictions, data.classes);
}

double accuracy_of(const Confusion& confusion) {
  double correct = 0, samples = 0;
  for (const ConfusionCell& cell : confusion) {
    samples += static_cast<double>(cell.samples);
    if (cell.label == cell.prediction) correct += static_cast<double>(cell.samples);
  }
  return correct / samples;
}

TEST(ConfusionOfATrial, HasThePredictionsOfTheTrainedNetwork) {
  for (const auto& [loss, data] : with_classes_of_every_kind()) {
    for (const std::int64_t epochs : {0, 1, 7}) {
      TrialSetup setup{.data = data, .record_every = 3, .keep_weights = true};
      setup.training.loss = loss;
      setup.training.epochs = epochs;
      for_each_engine(setup, [&](const Engine& engine) {
        SCOPED_TRACE(std::string(loss) + " after " + std::to_string(epochs));
        const TrialResult result = train(setup, engine);
        EXPECT_EQ(result.confusion, confusion_of_view(engine, setup, result.weights));
        EXPECT_DOUBLE_EQ(accuracy_of(result.confusion), result.test.accuracy);
      });
    }
  }
}

TEST(ConfusionOfATrial, IsEmptyWithoutClassesHeldOutSamplesOrAFinish) {
  TrialSetup regression{.data = Sine{}}, no_test{.data = Circle{.samples = 50, .test_samples = 0}}, diverging;
  regression.training.epochs = no_test.training.epochs = 2;
  diverging.training.epochs = 30;
  diverging.training.optimizer = Sgd{.lr = 1e20};
  for (const TrialSetup& setup : {regression, no_test, diverging})
    for_each_engine(setup, [&](const Engine& engine) { EXPECT_TRUE(train(setup, engine).confusion.empty()); });
}

TEST(ConfusionOfATrial, IsEmptyIfOnlyTheLastUpdateDiverges) {
  TrialSetup diverging;
  diverging.training.epochs = 1;
  diverging.training.optimizer = Sgd{.lr = 1e38};
  for_each_engine(diverging, [&](const Engine& engine) {
    const TrialResult result = train(diverging, engine);
    EXPECT_EQ(result.status, TrialStatus::diverged);
    EXPECT_EQ(result.curve.size(), 1u) << "the held-out sample was scored";
    EXPECT_TRUE(result.confusion.empty());
  });
}

TEST(BaselineOfATrial, IsThatOfItsDataAlsoIfItDiverges) {
  TrialSetup stable, diverging;
  stable.training.epochs = 1;
  diverging.training.epochs = 30;
  diverging.training.optimizer = Sgd{.lr = 1e20};
  const Baseline expected = baseline_of(make_dataset(stable.data, stable.seed));
  ASSERT_GT(expected.test.accuracy, 0.5);
  for (const TrialSetup& setup : {stable, diverging}) {
    for_each_engine(setup, [&](const Engine& engine) {
      const Baseline found = train(setup, engine).baseline;
      EXPECT_EQ(found.train.accuracy, expected.train.accuracy);
      EXPECT_EQ(found.test.accuracy, expected.test.accuracy);
      EXPECT_EQ(found.test_balanced, 0.5);
    });
  }
}

}  // namespace
}  // namespace actlab
