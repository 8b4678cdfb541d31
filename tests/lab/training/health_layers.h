#pragma once

#include "lab/training/support.h"

namespace actlab {

/// The health of the first layer of a model after an epoch of next to no learning.
inline LayerHealth first_layer_health(const char* model, const Engine& engine) {
  TrialSetup setup{.model = from_yaml<ModelConfig>(model), .measure_health = true};
  setup.training.epochs = 1;
  setup.training.optimizer = Sgd{.lr = 1e-6};
  return train(setup, engine).curve.at(0).health.at(0);
}

inline void expect_dead_and_saturated_layers_are_told(const Engine& engine) {
  const LayerHealth zeros = first_layer_health("{activation: relu, init: zeros}", engine);
  EXPECT_EQ(zeros.zeros, 1);
  EXPECT_EQ(zeros.dead, 1);
  EXPECT_EQ(zeros.saturated, 1);
  EXPECT_EQ(zeros.gradient_norm, 0);
  const LayerHealth living = first_layer_health("activation: tanh", engine);
  EXPECT_EQ(living.zeros, 0);
  EXPECT_EQ(living.dead, 0);
  EXPECT_EQ(living.saturated, 0);
  EXPECT_GT(living.gradient_norm, 0);
  const LayerHealth saturated = first_layer_health("{activation: tanh, init: {kind: normal, std: 1000}}", engine);
  EXPECT_GT(saturated.saturated, 0.95);
  EXPECT_EQ(saturated.dead, 0);
}

}  // namespace actlab
