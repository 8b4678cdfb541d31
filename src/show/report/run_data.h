#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lab/record/run_record.h"
#include "lab/record/summary.h"

namespace actlab {

/// The curve of a trial, reduced to a number of points that does not depend on the number of epochs.
struct ThinCurve {
  std::int64_t trial;  ///< index into RunData::trials
  std::vector<CurvePoint> points;
};

/// The layer statistics of a trial.
struct TrialStatistics {
  std::int64_t trial;  ///< index into RunData::trials
  std::vector<LayerStatistics> records;
};

/// The snapshots of a model, trained with the scene's seed.
struct Replay {
  ModelRecord model;
  TrialStatus status;                     ///< of its trial
  std::vector<SnapshotRecord> snapshots;  ///< by epoch
};

/// The data of a run, or of several merged ones, for the report. It is read from the record alone.
struct RunData {
  std::string title;
  std::vector<std::filesystem::path> directories;
  std::vector<std::string> configs;                      ///< the resolved YAML of each directory
  std::vector<std::string> sessions;                     ///< provenance of every invocation, as JSON
  std::map<std::string, std::int64_t> instruction_sets;  ///< the number of trials trained with each
  std::vector<TrialRecord> trials;
  std::vector<ThinCurve> curves;
  std::vector<TrialStatistics> layer_statistics;  ///< of trials that recorded them
  Summary summary;
  std::optional<SceneRecord> scene;
  std::vector<Replay> replays;  ///< by sweep point, then in the order of the config; empty without a scene
  std::string tabulated;        ///< the tabulated_document of the record; empty if there is none
  /// Keys of the config that differ between merged runs and change the task: their results are not compared.
  std::vector<std::string> incomparable_keys;
  std::vector<std::string> stopping;  ///< why each run with a stopping rule stopped, as sentences
  std::string activations;            ///< the record's document of portraits, as JSON; empty if there is none

  const RunHeader& header() const { return summary.header; }
  bool has_test() const;                             ///< true if there is a held-out sample
  std::string point_name(std::int64_t point) const;  ///< "lr = 0.1, epochs = 50"; empty without a sweep
  std::vector<std::string> model_names() const;      ///< each once, in the order of the config
  /// The replays at a sweep point. If it has none, because its data differs from the scene's, those at the first point
  /// with replays.
  std::vector<const Replay*> replays_at(std::int64_t point) const;
};

/// The activation of each hidden layer, from a model's description: "2-10-10-2 relu, tanh" gives relu and tanh. A layer
/// with an activation that is not in `known` gives an empty name.
std::vector<std::string> layer_activations(const std::string& description, const std::vector<std::string>& known);

/// Reads a run. Throws UsageError if `directory` is not a run. `summary` is that of the run, if it is known already:
/// its resampling takes most of the time.
RunData load_run(const std::filesystem::path& directory, std::optional<Summary> summary = std::nullopt);

}  // namespace actlab
