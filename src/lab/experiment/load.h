#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lab/config/node.h"
#include "lab/experiment/sweep.h"

namespace actlab {

/// A checked config file with its overrides.
struct Experiment {
  ExperimentConfig base;           ///< without the values of the sweep
  std::vector<SweepPoint> points;  ///< at least one; without a sweep, `base` with no values
  /// With all defaults and overrides, and the locations of what was given; reading it gives the same experiment.
  Node resolved;
};

/// Reads and checks a config. The last key of the sweep varies fastest. File names are relative to the config's
/// directory, or to the working directory if they are given in `overrides`. Throws UsageError with all problems, one
/// per line. Creates nothing.
Experiment load_experiment(const std::filesystem::path& path, const std::vector<std::string>& overrides = {});

/// Reads and checks the resolved config of a record. `place` names it in messages. Throws as load_experiment.
Experiment load_recorded_experiment(const std::string& config, const std::string& place);

}  // namespace actlab
