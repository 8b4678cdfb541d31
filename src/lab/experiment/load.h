#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "lab/config/node.h"
#include "lab/experiment/config.h"

namespace actlab {

/// One combination of a sweep's values.
struct SweepPoint {
  std::vector<std::pair<std::string, std::string>> values;  ///< path and value as written, in the order of the sweep
  ExperimentConfig config;
};

/// A config file with its overrides, read and checked.
struct Experiment {
  ExperimentConfig base;           ///< without any value of the sweep
  std::vector<SweepPoint> points;  ///< at least one: without a sweep `base` itself, with no values
  Node resolved;                   ///< every default spelt out, overrides applied: reads to the same experiment
};

/// Reads and checks a config. The last key of the sweep varies fastest. Relative paths of files are taken from the
/// config's directory, those of the command line from the working directory. Throws UsageError with every problem, one
/// a line; creates nothing.
Experiment load_experiment(const std::filesystem::path& path, const std::vector<std::string>& overrides = {});

}  // namespace actlab
