// Both engines on standardized data. Expected numbers are from tools/statistics/standardize.py.
#include <gtest/gtest.h>

#include "lab/data/scaled_table.h"
#include "lab/data/test_file.h"
#include "lab/training/baseline.h"
#include "torch/eager/support.h"

namespace actlab {
namespace {

Csv table_of(const std::string& text, bool is_scaled) {
  Csv csv;
  csv.file = write_file("table.csv", text);
  csv.standardize = is_scaled;
  return csv;
}

// A linear model, which starts with weights of 0.
TrialSetup linear_regression() {
  Csv csv = table_of(ScaledTable().csv(), true);
  csv.task = "regression";
  csv.test_fraction = 0;
  TrialSetup setup{
      .data = csv,
      .model = from_yaml<ModelConfig>("{hidden: [], init: {kind: explicit, layers: [{weight: [[0, 0]], bias: [0]}]}}"),
      .keep_weights = true};
  setup.training.epochs = 20;
  setup.training.loss = "mse";
  setup.training.optimizer = Sgd{.lr = 0.1};
  return setup;
}

TEST(StandardizedRegression, TrainsAsInPythonAndReportsErrorsInTheUnitsOfTheTarget) {
  for_each_engine(linear_regression(), [](const Engine& engine) {
    const TrialResult result = train(linear_regression(), engine);
    EXPECT_NEAR(result.train.loss, 2605.838455363816, 0.01);
    EXPECT_NEAR(result.weights[0].values[0], 0.9407620761271661, 1e-6);
    EXPECT_NEAR(result.weights[0].values[1], -0.16308174521094204, 1e-6);
    EXPECT_GT(result.curve.front().train.loss, 1e6) << "the curve has these units too";
    EXPECT_NEAR(result.curve.front().train.loss, result.baseline.train.loss, 1) << "weights of 0 predict the mean";
  });
}

TEST(StandardizedRegression, CanBePredictedWithWhatTheResultKeeps) {
  for_each_engine(linear_regression(), [](const Engine& engine) {
    const TrialSetup setup = linear_regression();
    const TrialResult result = train(setup, engine);
    const ScaledTable table;
    Matrix row(1, 2);
    row.at(0, 0) = result.preprocessing.inputs.scaled(table.small[0], 0);
    row.at(0, 1) = result.preprocessing.inputs.scaled(table.time[0], 1);
    const float output = engine.view(setup.trial(), 2, 1, result.weights)->outputs(row).at(0, 0);
    EXPECT_NEAR(result.preprocessing.targets.unscaled(output, 0), 9115.566110797676, 0.01);
  });
}

TEST(StandardizedClasses, AreLearnedWhereAnUnscaledIncomeLetsTrainingFail) {
  const auto accuracy = [](const Engine& engine, bool is_scaled) {
    double sum = 0;
    for (const std::uint32_t seed : {0u, 1u, 2u}) {
      TrialSetup setup{.data = table_of(income_csv(), is_scaled), .seed = seed};
      setup.training.optimizer = Adam{.lr = 0.01};
      sum += train(setup, engine).test.accuracy / 3;
    }
    return sum;
  };
  for_each_engine({}, [&](const Engine& engine) {
    EXPECT_NEAR(accuracy(engine, false), 0.5, 0.1);
    EXPECT_GT(accuracy(engine, true), 0.95);
  });
}

}  // namespace
}  // namespace actlab
