#pragma once

#include <string>
#include <utility>
#include <vector>

#include "lab/config/node.h"
#include "lab/experiment/checks.h"
#include "lab/experiment/config.h"

namespace actlab {

/// One combination of the values of a sweep.
struct SweepPoint {
  std::vector<std::pair<std::string, std::string>> values;  ///< path and value as written, in the order of the sweep
  ExperimentConfig config;
};

/// The points of the sweep of `base`, which was read from `root`; the last key varies fastest. Checks each, and adds
/// what is wrong with the sweep to `problems`: keys that cannot be swept or that `overrides` set too, values that mean
/// the same, too many points.
std::vector<SweepPoint> sweep_points(const ExperimentConfig& base, const Node& root,
                                     const std::vector<Override>& overrides, Problems& problems, Checker& checker);

}  // namespace actlab
