#include "torch/eager/tensor_loss.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"
#include "lab/training/loss_data.h"
#include "torch/eager/support.h"

namespace actlab {
namespace {

TEST(TensorLoss, CrossEntropyIsTheMeanNegativeLogProbabilityOfTheClass) {
  const Dataset data = with_classes(2);
  const Loss loss = make_loss("cross_entropy", data);
  const torch::Tensor logits = torch::tensor({{2.0f, 0.0f}, {1.0f, -1.0f}, {0.0f, 3.0f}, {0.5f, 0.0f}});
  const double expected = (std::log1p(std::exp(-2.0)) + std::log1p(std::exp(2.0)) + std::log1p(std::exp(-3.0)) +
                           std::log1p(std::exp(-0.5))) /
                          4;
  const torch::Tensor targets = targets_of(loss, data.train);
  EXPECT_NEAR(value(loss, logits, targets).item<double>(), expected, 1e-6);
  EXPECT_EQ(accuracy(loss, logits, targets), 0.75);
}

TEST(TensorLoss, BceAppliesTheSigmoidAndPredictsClass1AboveZero) {
  const Dataset data = with_classes(2);
  const Loss loss = make_loss("bce", data);
  const torch::Tensor logits = torch::tensor({2.0f, 1.0f, -3.0f, -0.5f}).unsqueeze(1);
  const double expected = (std::log1p(std::exp(2.0)) + std::log1p(std::exp(-1.0)) + std::log1p(std::exp(3.0)) +
                           std::log1p(std::exp(-0.5))) /
                          4;
  const torch::Tensor targets = targets_of(loss, data.train);
  EXPECT_NEAR(value(loss, logits, targets).item<double>(), expected, 1e-6);
  EXPECT_EQ(accuracy(loss, logits, targets), 0.5);
}

TEST(TensorLoss, MseOfNumbersIsTheMeanSquaredErrorWithoutAccuracy) {
  const Dataset data = with_numbers();
  const Loss loss = make_loss("mse", data);
  const torch::Tensor outputs = torch::tensor({1.0f, 0.0f, 2.0f, 1.0f}).unsqueeze(1);
  const torch::Tensor targets = targets_of(loss, data.train);
  EXPECT_NEAR(value(loss, outputs, targets).item<double>(), (0.25 + 1 + 0 + 1) / 4, 1e-7);
  EXPECT_TRUE(std::isnan(accuracy(loss, outputs, targets)));
}

TEST(TensorLoss, MseOfClassesUsesOneHotVectors) {
  const Dataset data = with_classes(2);
  const Loss loss = make_loss("mse", data);
  const torch::Tensor outputs = torch::tensor({{1.0f, 0.0f}, {1.0f, 0.0f}, {0.0f, 1.0f}, {1.0f, 0.0f}});
  const torch::Tensor targets = targets_of(loss, data.train);
  EXPECT_NEAR(value(loss, outputs, targets).item<double>(), 2.0 / 8, 1e-7);
  EXPECT_EQ(accuracy(loss, outputs, targets), 0.75);
}

TEST(TensorLoss, OfEveryKindTrainsTheCircle) {
  for (const std::string_view name : loss_names()) {
    TrialSetup setup;
    setup.training.loss = name;
    setup.training.epochs = 60;
    const TrialResult result = train(setup);
    ASSERT_EQ(result.status, TrialStatus::finished) << name << ": " << result.message;
    EXPECT_LT(result.train.loss, result.curve.front().train.loss) << name;
    EXPECT_GT(result.train.accuracy, 0.6) << name;
  }
}

TEST(TensorLoss, OfEveryKindEitherTrainsRegressionOrIsRejected) {
  for (const std::string_view name : loss_names()) {
    TrialSetup setup;
    setup.data = Sine{.samples = 50, .test_samples = 50};
    setup.training.loss = name;
    setup.training.epochs = 3;
    try {
      const TrialResult result = train(setup);
      EXPECT_EQ(result.status, TrialStatus::finished) << name << ": " << result.message;
      EXPECT_TRUE(std::isnan(result.train.accuracy)) << name;
    } catch (const UsageError&) {
      EXPECT_TRUE(name == "cross_entropy" || name == "bce") << name;
    }
  }
}

}  // namespace
}  // namespace actlab
