#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "lab/config/node.h"
#include "lab/experiment/config.h"

namespace actlab {

/// One combination of the values of a sweep.
struct SweepPoint {
  std::vector<std::pair<std::string, std::string>> values;  ///< path and value as written, in the order of the sweep
  ExperimentConfig config;
};

/// A checked config file with its overrides.
struct Experiment {
  ExperimentConfig base;           ///< without the values of the sweep
  std::vector<SweepPoint> points;  ///< at least one; without a sweep, `base` with no values
  Node resolved;                   ///< with all defaults and overrides; reading it gives the same experiment
};

/// Reads and checks a config. The last key of the sweep varies fastest. File names are relative to the config's
/// directory, or to the working directory if they are given in `overrides`. Throws UsageError with all problems, one
/// per line. Creates nothing.
Experiment load_experiment(const std::filesystem::path& path, const std::vector<std::string>& overrides = {});

}  // namespace actlab
