#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

#include "lab/config/fields.h"
#include "lab/data/all.h"
#include "lab/experiment/seeds_field.h"
#include "lab/experiment/snapshots.h"
#include "lab/experiment/sweep_field.h"
#include "lab/models/config.h"
#include "lab/training/config.h"

namespace actlab {

/// What a run keeps of each trial beside its scores.
struct RecordConfig {
  std::int64_t every = 0;  ///< epochs between points of a curve; 0: so that there are about 100
  bool curves = true;
  bool weights = false;
  bool health = false;
  bool outputs = false;
  bool tensorboard = false;
  SnapshotConfig snapshots;
  void declare(Fields& fields);

  /// Epochs between points of the curve of a trial of so many epochs.
  std::int64_t interval(std::int64_t epochs) const;
};

/// What a config file says.
struct ExperimentConfig {
  std::string name = "experiment";
  DataConfig data;
  std::vector<std::pair<std::string, ModelConfig>> models;
  TrainingConfig training;
  SeedsField seeds;
  SweepField sweep;
  std::string engine = "auto";  ///< auto, eager, fused
  std::string instruction_set = "auto";
  RecordConfig record;
  void declare(Fields& fields);
};

/// JSON Schema of a config file, for editors.
nlohmann::json experiment_schema();

/// The reference of every key, for a terminal.
std::string experiment_help();

}  // namespace actlab
