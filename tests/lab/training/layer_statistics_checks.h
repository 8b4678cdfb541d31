#pragma once

#include "lab/training/support.h"

namespace actlab {

/// The statistics of the first layer of a model after one epoch with a tiny learning rate.
inline LayerStatistics first_layer_statistics(const char* model, const Engine& engine) {
  TrialSetup setup{.model = from_yaml<ModelConfig>(model), .measure_health = true};
  setup.training.epochs = 1;
  setup.training.optimizer = Sgd{.lr = 1e-6};
  return train(setup, engine).layer_statistics.at(0);
}

/// Expects correct statistics of a dead, an active and a saturated layer.
inline void expect_dead_saturated_and_active_layers(const Engine& engine) {
  const LayerStatistics zeros = first_layer_statistics("{activation: relu, init: zeros}", engine);
  EXPECT_EQ(zeros.zeros, 1);
  EXPECT_EQ(zeros.dead, 1);
  EXPECT_EQ(zeros.saturated, 1);
  EXPECT_EQ(zeros.gradient_norm, 0);
  const LayerStatistics active = first_layer_statistics("activation: tanh", engine);
  EXPECT_EQ(active.zeros, 0);
  EXPECT_EQ(active.dead, 0);
  EXPECT_EQ(active.saturated, 0);
  EXPECT_GT(active.gradient_norm, 0);
  const LayerStatistics saturated =
      first_layer_statistics("{activation: tanh, init: {kind: normal, std: 1000}}", engine);
  EXPECT_GT(saturated.saturated, 0.95);
  EXPECT_EQ(saturated.dead, 0);
}

}  // namespace actlab
