#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lab/experiment/engines.h"
#include "lab/experiment/load.h"
#include "lab/record/snapshot_record.h"
#include "lab/record/trial_record.h"
#include "lab/training/trial.h"

namespace actlab {

/// The scene of the snapshots, made from its data when it is first needed: a plan that is only shown needs none. Safe
/// to use from several threads.
class PlannedScene {
 public:
  PlannedScene() = default;
  PlannedScene(DataConfig data, std::uint32_t seed);

  explicit operator bool() const { return lazy_ != nullptr; }
  /// Throws UsageError if the data cannot be read.
  const SceneRecord& operator*() const;
  const SceneRecord* operator->() const { return &**this; }

 private:
  struct Lazy;
  std::shared_ptr<Lazy> lazy_;
};

/// The trials of a run: every model with every seed at every sweep point. They are ordered by point, then seed, then
/// model; with a stopping rule, they are those up to its at_most. So an engine creates the data of a seed once for all
/// its models, and an interrupted run has pairs to compare.
struct Plan {
  RunHeader header;
  std::vector<Trial> trials;          ///< trials[i].id is i
  std::vector<const Engine*> engine;  ///< trials[i] is trained by *engine[i]
  bool keeps_curves = true;
  bool keeps_weights = false;
  bool keeps_outputs = false;
  std::vector<std::string> data;     ///< the data of the first sweep point, a line each
  PlannedScene scene;                ///< if there are snapshots
  std::optional<StoppingRule> rule;  ///< if the run decides how many of the trials it needs
  /// By sweep point: the first point with the same data. Only models with the same data race against each other.
  std::vector<std::size_t> data_of_point;
  /// Why `engine: auto` did not select the fastest: "Mine: eager, because fused cannot: softmax is row-wise".
  std::vector<std::string> fallback_reasons;
};

/// The activations of `experiment` must be resolved. Throws UsageError for data that cannot be read, for an engine that
/// does not support a model, and for a sweep that mixes classification and regression. `experiment` and `engines` must
/// outlive the plan, which points to their elements.
Plan make_plan(const Experiment& experiment, const Engines& engines);

/// Leaves all trials in the plan, but only those of the `part`-th of `of` parts are trained and recorded. Throws
/// UsageError if the plan has a stopping rule, which needs the results of all.
void keep_shard(Plan& plan, std::int64_t part, std::int64_t of);

/// A description of the run in aligned lines: data, models with parameter counts, seeds, engine, threads.
std::string describe(const Plan& plan, const Experiment& experiment, unsigned jobs);

}  // namespace actlab
