#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/optim/adagrad.h>
#include <torch/optim/adam.h>
#include <torch/optim/adamw.h>
#include <torch/optim/rmsprop.h>

#include <cmath>
#include <tuple>

#include "lab/training/config.h"
#include "torch/eager/optimizers.h"
#include "torch/eager/support.h"

namespace actlab {
namespace {

TEST(EagerOptimizer, OfEveryKindLowersTheLoss) {
  for_each_alternative<OptimizerConfig>([](const auto& optimizer) {
    TrialSetup setup;
    setup.training.optimizer = optimizer;
    setup.training.epochs = 50;
    const TrialResult result = train(setup);
    ASSERT_EQ(result.status, TrialStatus::finished) << optimizer.kind << ": " << result.message;
    EXPECT_LT(result.train.loss, result.curve.front().train.loss) << optimizer.kind;
  });
}

TEST(EagerOptimizer, OfEveryKindGetsItsLearningRate) {
  for_each_alternative<OptimizerConfig>([](auto optimizer) {
    optimizer.lr = 0.123;
    const auto made = make_optimizer(optimizer, {torch::ones(1, torch::requires_grad())});
    EXPECT_EQ(made->param_groups().front().options().get_lr(), 0.123) << optimizer.kind;
  });
}

TEST(EagerOptimizer, HasTheDefaultsOfTorch) {
  const torch::optim::AdamOptions adam;
  EXPECT_EQ(Adam{}.lr, adam.lr());
  EXPECT_EQ(std::tuple(Adam{}.beta1, Adam{}.beta2), adam.betas());
  EXPECT_EQ(Adam{}.eps, adam.eps());
  EXPECT_EQ(Adam{}.weight_decay, adam.weight_decay());
  const torch::optim::AdamWOptions adamw;
  EXPECT_EQ(AdamW{}.lr, adamw.lr());
  EXPECT_EQ(std::tuple(AdamW{}.beta1, AdamW{}.beta2), adamw.betas());
  EXPECT_EQ(AdamW{}.eps, adamw.eps());
  EXPECT_EQ(AdamW{}.weight_decay, adamw.weight_decay());
  const torch::optim::RMSpropOptions rmsprop;
  EXPECT_EQ(RmsProp{}.lr, rmsprop.lr());
  EXPECT_EQ(RmsProp{}.alpha, rmsprop.alpha());
  EXPECT_EQ(RmsProp{}.eps, rmsprop.eps());
  EXPECT_EQ(RmsProp{}.momentum, rmsprop.momentum());
  EXPECT_EQ(RmsProp{}.weight_decay, rmsprop.weight_decay());
  const torch::optim::AdagradOptions adagrad;
  EXPECT_EQ(Adagrad{}.lr, adagrad.lr());
  EXPECT_EQ(Adagrad{}.eps, adagrad.eps());
  EXPECT_EQ(Adagrad{}.weight_decay, adagrad.weight_decay());
}

// The weight w = 1 after two updates with the gradient w.
double after_two_steps(const OptimizerConfig& config) {
  torch::Tensor w = torch::ones(1, torch::kDouble).requires_grad_();
  const auto optimizer = make_optimizer(config, {w});
  for (int step = 0; step < 2; ++step) {
    w.mutable_grad() = w.detach().clone();
    optimizer->step();
  }
  return w.item<double>();
}

TEST(EagerOptimizer, SgdFollowsItsRule) {
  EXPECT_NEAR(after_two_steps(Sgd{.lr = 0.1}), 0.9 - 0.1 * 0.9, 1e-12);
  EXPECT_NEAR(after_two_steps(Sgd{.lr = 0.1, .momentum = 0.5}), 0.9 - 0.1 * (0.5 * 1 + 0.9), 1e-12);
  // v = 1, step 1 + 0.5 * 1; then v = 0.5 + 0.85, step 0.85 + 0.5 * 1.35.
  EXPECT_NEAR(after_two_steps(Sgd{.lr = 0.1, .momentum = 0.5, .nesterov = true}), 0.85 - 0.1 * (0.85 + 0.5 * 1.35),
              1e-12);
  EXPECT_NEAR(after_two_steps(Sgd{.lr = 0.1, .weight_decay = 1}), 0.8 * 0.8, 1e-12);
}

TEST(EagerOptimizer, AdamAndAdamWFollowTheirRules) {
  const auto adam = [](double decay_in_gradient, double decay_of_weight) {
    double w = 1, m = 0, v = 0;
    for (int t = 1; t <= 2; ++t) {
      const double g = w + decay_in_gradient * w;
      w -= 0.1 * decay_of_weight * w;
      m = 0.8 * m + 0.2 * g;
      v = 0.9 * v + 0.1 * g * g;
      w -= 0.1 * (m / (1 - std::pow(0.8, t))) / (std::sqrt(v / (1 - std::pow(0.9, t))) + 1e-3);
    }
    return w;
  };
  EXPECT_NEAR(after_two_steps(Adam{.lr = 0.1, .beta1 = 0.8, .beta2 = 0.9, .eps = 1e-3}), adam(0, 0), 1e-12);
  EXPECT_NEAR(after_two_steps(Adam{.lr = 0.1, .beta1 = 0.8, .beta2 = 0.9, .eps = 1e-3, .weight_decay = 0.5}),
              adam(0.5, 0), 1e-12);
  EXPECT_NEAR(after_two_steps(AdamW{.lr = 0.1, .beta1 = 0.8, .beta2 = 0.9, .eps = 1e-3, .weight_decay = 0.5}),
              adam(0, 0.5), 1e-12);
}

TEST(EagerOptimizer, RmsPropFollowsItsRule) {
  double w = 1, v = 0, velocity = 0;
  for (int step = 0; step < 2; ++step) {
    const double g = w + 0.5 * w;
    v = 0.9 * v + 0.1 * g * g;
    velocity = 0.3 * velocity + g / (std::sqrt(v) + 1e-3);
    w -= 0.1 * velocity;
  }
  const RmsProp config{.lr = 0.1, .alpha = 0.9, .eps = 1e-3, .momentum = 0.3, .weight_decay = 0.5};
  EXPECT_NEAR(after_two_steps(config), w, 1e-12);
}

TEST(EagerOptimizer, AdagradFollowsItsRule) {
  double w = 1, sum = 0;
  for (int step = 0; step < 2; ++step) {
    const double g = w + 0.5 * w;
    sum += g * g;
    w -= 0.1 * g / (std::sqrt(sum) + 1e-3);
  }
  EXPECT_NEAR(after_two_steps(Adagrad{.lr = 0.1, .eps = 1e-3, .weight_decay = 0.5}), w, 1e-12);
}

}  // namespace
}  // namespace actlab
