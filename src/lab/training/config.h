#pragma once

#include <cstdint>
#include <string>

#include "lab/config/fields.h"
#include "lab/training/optimizers.h"

namespace actlab {

struct Dataset;

/// How a model is trained.
struct TrainingConfig {
  std::int64_t epochs = 100;
  std::int64_t batch_size = 0;  ///< 0, or more than there are samples: the whole training sample at once
  OptimizerConfig optimizer = Adam{};
  double decay = 0;           ///< the learning rate of step t (from 0) is lr / (1 + decay * t)
  std::string loss = "auto";  ///< auto, cross_entropy, bce, mse
  void declare(Fields& fields);
};

/// Throws UsageError where a training that each key allows cannot be done: a loss that does not fit the data, settings
/// of an optimizer that contradict each other.
void check(const TrainingConfig& config, const Dataset& data);

}  // namespace actlab
