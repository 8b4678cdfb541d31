#pragma once

#include <cstdint>
#include <string>

#include "lab/config/fields.h"
#include "lab/training/optimizers.h"

namespace actlab {

struct Dataset;

/// Config of a training.
struct TrainingConfig {
  std::int64_t epochs = 100;
  std::int64_t batch_size = 0;  ///< samples per update; 0 or more than there are: the whole training sample
  OptimizerConfig optimizer = Adam{};
  double decay = 0;           ///< the learning rate of step t (from 0) is lr / (1 + decay * t)
  std::string loss = "auto";  ///< auto, cross_entropy, bce, mse
  void declare(Fields& fields);
};

/// Checks what single keys cannot. Throws UsageError if the loss does not fit the data or if settings of the optimizer
/// contradict each other.
void check(const TrainingConfig& config, const Dataset& data);

}  // namespace actlab
