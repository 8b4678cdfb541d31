#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/matrix.h"
#include "lab/data/all.h"
#include "lab/models/config.h"
#include "lab/record/trial_record.h"
#include "lab/training/config.h"

namespace actlab {

/// One model, seed and sweep point, to be trained once. The result of a trial depends on nothing else.
struct Trial {
  std::int64_t id = 0;  ///< index in the plan
  std::string model;    ///< name in the config
  std::uint32_t seed = 0;
  std::size_t point = 0;             ///< index of the sweep point; 0 without a sweep
  const DataConfig* data = nullptr;  ///< owned by the plan, as the next two
  const ModelConfig* model_config = nullptr;
  const TrainingConfig* training = nullptr;
  std::shared_ptr<const DataSource> source{};  ///< of the data when the run was planned; null for computed data
  std::int64_t record_every = 1;  ///< epochs between points of the curve; the last epoch is always recorded
  bool keep_weights = false;
  bool measure_health = false;                ///< record layer statistics at each point of the curve
  std::vector<std::int64_t> snapshot_epochs;  ///< epochs of training after which to keep the weights, in rising order
};

/// The weights of a network after some epochs of training.
struct Checkpoint {
  std::int64_t epochs;  ///< completed; 0 before training
  NamedArrays weights;
};

/// What an engine returns for a trial. `weights` is empty unless Trial::keep_weights.
struct TrialResult : RecordedTrial {
  std::vector<Checkpoint> checkpoints;  ///< at Trial::snapshot_epochs
};

}  // namespace actlab
