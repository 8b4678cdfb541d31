#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "lab/record/run_record.h"
#include "lab/record/summary.h"

namespace actlab {

/// A trial's curve, thinned to a number of points that does not depend on how long was trained.
struct ThinCurve {
  std::int64_t trial;  ///< index into RunData::trials
  std::vector<CurvePoint> points;
};

/// How the layers of a trial's network fared.
struct TrialStatistics {
  std::int64_t trial;  ///< index into RunData::trials
  std::vector<LayerStatistics> records;
};

/// How the network of a model came to give what it gives, of the scene's seed.
struct Replay {
  ModelRecord model;
  TrialStatus status;                     ///< how its trial ended
  std::vector<SnapshotRecord> snapshots;  ///< by epoch
};

/// A run, or several put together, as its pictures need it: read once, from the record alone.
struct RunData {
  std::string title;
  std::vector<std::filesystem::path> directories;
  std::vector<std::string> configs;   ///< one a directory, the resolved YAML
  std::vector<std::string> sessions;  ///< provenance of every invocation, as JSON
  std::vector<TrialRecord> trials;
  std::vector<ThinCurve> curves;
  std::vector<TrialStatistics> layer_statistics;  ///< of the trials that measured it
  Summary summary;
  std::optional<SceneRecord> scene;
  std::vector<Replay> replays;  ///< by sweep point, then in the order of the config; empty without a scene
  std::string tabulated;        ///< record/run_record.h's document of that name; empty where there is none
  std::string activations;      ///< the record's document about those in use, as JSON; empty where there is none

  const RunHeader& header() const { return summary.header; }
  bool has_test() const;                             ///< there is a held-out sample
  std::string point_name(std::int64_t point) const;  ///< "lr = 0.1, epochs = 50"; empty without a sweep
  std::vector<std::string> model_names() const;      ///< each once, in the order of the config
  /// Those of a sweep point; where it has none, because its data are others, those of the first that has.
  std::vector<const Replay*> replays_at(std::int64_t point) const;
};

/// An activation in use, by the hidden layers of a model: "2-10-10-2 relu, tanh" gives relu and tanh, where `known` has
/// both names; a layer whose name is not among them gives an empty one.
std::vector<std::string> layer_activations(const std::string& description, const std::vector<std::string>& known);

/// Reads a run. Throws UsageError where `directory` holds none.
RunData load_run(const std::filesystem::path& directory);

}  // namespace actlab
