#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "lab/config/fields.h"
#include "lab/record/run_record.h"
#include "lab/training/engine.h"

namespace actlab {

/// Of which networks, and when, a picture is kept: what they give all over the plane or line of their inputs.
struct SnapshotConfig {
  std::int64_t count = 24;  ///< epochs between the first and the last at which one is taken, evenly by logarithm
  std::vector<std::int64_t> epochs;  ///< these instead, in any order
  std::int64_t seed = -1;            ///< whose; -1: the first
  void declare(Fields& fields);

  bool wanted() const { return count > 0 || !epochs.empty(); }
  /// After which epochs of training, of so many, in rising order: the untrained and the trained network among them. The
  /// more points a sweep has, the fewer `count` gives at each.
  std::vector<std::int64_t> snapshot_epochs(std::int64_t training_epochs, std::size_t sweep_points = 1) const;
};

/// The grid around the training data of that seed, and the data themselves.
SceneRecord make_scene(const DataConfig& data, std::uint32_t seed);

/// What the trial's network gives on the scene's grid, and what its hidden layers see, at each snapshot. `engine` is
/// the one that trained it.
std::vector<SnapshotRecord> take_snapshots(const Engine& engine, const Trial& trial,
                                           const std::vector<Checkpoint>& checkpoints, const SceneRecord& scene);

/// Fills in the outputs and parameters of the trial's trained network.
void record_outputs(const Engine& engine, const Trial& trial, RecordedTrial& result);

}  // namespace actlab
