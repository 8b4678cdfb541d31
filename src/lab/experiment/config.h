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

/// What a run records of each trial, in addition to its scores.
struct RecordConfig {
  std::int64_t every = 0;  ///< epochs between points of a curve; 0 for about 100 points
  bool curves = true;
  bool weights = false;
  bool health = false;
  bool outputs = false;
  bool tensorboard = false;
  SnapshotConfig snapshots;
  void declare(Fields& fields);

  /// Epochs between points of a curve, for a trial of `epochs` epochs.
  std::int64_t interval(std::int64_t epochs) const;
};

/// How the results are judged. It does not change what is trained.
struct StatisticsConfig {
  std::string interval = "bca";  ///< see IntervalMethod
  void declare(Fields& fields);
};

/// The content of a config file.
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
  StatisticsConfig statistics;
  void declare(Fields& fields);
};

/// Reads a config; the name is `default_name` if none is given. A key with a problem has its default.
ExperimentConfig read_experiment(const Node& root, const std::string& default_name, Problems& problems);

/// The config with all defaults; reading it gives the same config.
Node write_experiment(ExperimentConfig config);

/// The comment at the top of the config in a run's directory.
std::string config_comment(const std::string& name);

/// A text that is equal for two configs that give the same data.
std::string data_key(DataConfig data);

/// JSON Schema of a config file, for editors.
nlohmann::json experiment_schema();

/// Help for every key, for a terminal.
std::string experiment_help();

}  // namespace actlab
