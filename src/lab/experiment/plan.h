#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lab/experiment/engines.h"
#include "lab/experiment/load.h"
#include "lab/record/snapshot_record.h"
#include "lab/record/trial_record.h"
#include "lab/training/trial.h"

namespace actlab {

/// What is to be trained: every seed with every model at every sweep point. In that order, point by point and seed by
/// seed, so that the models of a seed are neighbours: an engine makes their data once, and a run that is interrupted
/// has pairs to compare.
struct Plan {
  RunHeader header;
  std::vector<Trial> trials;          ///< trials[i].id is i
  std::vector<const Engine*> engine;  ///< of each trial
  bool keeps_curves = true;
  bool keeps_weights = false;
  bool keeps_outputs = false;
  std::optional<SceneRecord> scene;  ///< where snapshots are taken
  /// Where `engine: auto` could not take the fastest: "Mine: eager, because fused cannot: softmax is row-wise".
  std::vector<std::string> fallback_reasons;
};

/// Throws UsageError for what only shows when data and models meet: a file that cannot be read, a forced engine that
/// cannot train a model, a sweep that mixes classes and regression. `experiment` and `engines` must outlive the plan,
/// which points into them.
Plan make_plan(const Experiment& experiment, const Engines& engines);

/// What is about to run, as a few aligned lines: data, models with parameter counts, seeds, engine, threads.
std::string describe(const Plan& plan, const Experiment& experiment, unsigned jobs);

}  // namespace actlab
