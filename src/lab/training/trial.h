#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/matrix.h"
#include "lab/data/all.h"
#include "lab/models/config.h"
#include "lab/training/config.h"
#include "lab/training/health.h"

namespace actlab {

/// One model x one seed x one sweep point, to be trained once. A trial is complete in itself: its result depends on
/// nothing else.
struct Trial {
  std::int64_t id = 0;  ///< its place in the plan
  std::string model;    ///< the name in the config
  std::uint32_t seed = 0;
  std::size_t point = 0;             ///< index of the sweep point; 0 without a sweep
  const DataConfig* data = nullptr;  ///< these three live in the plan
  const ModelConfig* model_config = nullptr;
  const TrainingConfig* training = nullptr;
  std::int64_t record_every = 1;  ///< epochs between points of the curve; the last epoch is always one
  bool keep_weights = false;
  bool measure_health = false;
  std::vector<std::int64_t> snapshots;  ///< after how many epochs to keep the weights, rising; 0 is before the first
};

/// Loss and accuracy over one sample. Accuracy is NaN for regression, both are NaN for an empty sample and in a result
/// that did not finish.
struct Score {
  double loss = std::numeric_limits<double>::quiet_NaN();
  double accuracy = std::numeric_limits<double>::quiet_NaN();
};

/// One point of a training curve. `train` is the mean over the epoch's mini-batches as they were trained on, before
/// each update (with the full batch: the value that the PyTorch script prints); `test` is evaluated after the epoch's
/// updates.
struct CurvePoint {
  std::int64_t epoch;  ///< from 0
  Score train;
  Score test;
  std::vector<LayerHealth> health;  ///< one a layer, where the trial measures it; after the epoch's updates
};

/// A network as it was after some epochs.
struct Snapshot {
  std::int64_t epochs;
  NamedArrays weights;
};

enum class TrialStatus {
  finished,
  diverged,  ///< the training loss became NaN or infinite, in an epoch or through the last updates
  failed     ///< an exception; `message` says which
};

struct TrialResult {
  TrialStatus status = TrialStatus::finished;
  std::string message;      ///< why it failed
  std::string engine;       ///< "eager" or "fused"
  std::int64_t epochs = 0;  ///< epochs completed; of a diverged trial the epoch (from 0) in which it diverged
  Score train;              ///< evaluated with the final weights
  Score test;
  double seconds = 0;
  std::vector<CurvePoint> curve;
  std::vector<Snapshot> snapshots;
  NamedArrays weights;  ///< the final ones; only where keep_weights
};

}  // namespace actlab
