#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lab/config/fields.h"
#include "lab/record/run_record.h"
#include "lab/training/engine.h"

namespace actlab {

/// Config of snapshots: of which seed and after which epochs a network's outputs over its input space are recorded.
struct SnapshotConfig {
  std::int64_t count = 24;  ///< snapshots between the first and the last epoch, evenly spaced on a logarithmic scale
  std::vector<std::int64_t> epochs;  ///< these epochs instead, in any order
  std::int64_t seed = -1;            ///< -1 for the first seed
  void declare(Fields& fields);

  bool is_enabled() const { return count > 0 || !epochs.empty(); }
  /// The seed of the snapshots of a run with these seeds.
  std::uint32_t seed_of(const std::vector<std::uint32_t>& seeds) const {
    return seed < 0 ? seeds.front() : static_cast<std::uint32_t>(seed);
  }
  /// Epochs of training after which to take a snapshot, in rising order, including 0 and `training_epochs`. In a large
  /// sweep there are fewer than `count` per sweep point.
  std::vector<std::int64_t> snapshot_epochs(std::int64_t training_epochs, std::size_t sweep_points = 1) const;
};

/// The scene of a seed: the training data and a grid around it, in the units of the data. Throws UsageError if the data
/// cannot be read.
SceneRecord make_scene(const DataConfig& data, std::uint32_t seed);

/// Computes a snapshot from each checkpoint: outputs on the scene's grid, misclassified samples, and histograms of
/// preactivations and weights. `engine` must be the one that trained the trial.
std::vector<SnapshotRecord> take_snapshots(const Engine& engine, const Trial& trial,
                                           const std::vector<Checkpoint>& checkpoints, const SceneRecord& scene);

/// Sets `outputs` and `parameters` of `result` from its `weights`, in the units of the network: see Preprocessing.
/// `engine` must be the one that trained the trial.
void record_outputs(const Engine& engine, const Trial& trial, RecordedTrial& result);

}  // namespace actlab
