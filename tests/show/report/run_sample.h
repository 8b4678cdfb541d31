#pragma once

#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "lab/record/sample_run.h"
#include "show/report/run_data.h"

namespace actlab {

/// The provenance of a session.
inline constexpr const char* sample_provenance =
    R"({"started": "2026-11-21T00:00:00Z", "command": "runner 'a b.yaml'", "seeds": [0, 1]})";

/// A scene with two classes, 2 x 2 grid points and two training samples.
inline SceneRecord plane_scene() {
  return {0, {{"x0", -1, 1, 2}, {"x1", -1, 1, 2}}, {"out", "in"}, {0, 1}, {-0.5f, 0, 0.5f, 0}, {0, 1}};
}

/// Statistics of a network with one hidden layer after two epochs. Half of its outputs are 0 in the second epoch.
inline std::vector<LayerStatistics> sample_layer_statistics() {
  const float none = std::numeric_limits<float>::quiet_NaN();
  return {{0, 0, 0, 0, 0.25f, 2}, {0, 1, none, none, none, 3}, {1, 0, 0.5f, 0, 0.75f, 1}, {1, 1, none, none, none, 4}};
}

/// Writes a run of `header` with four trials, and snapshots for seed 0.
inline void write_sample_run(const std::filesystem::path& directory, RunHeader header = sample_header()) {
  const std::vector<std::string> models{header.models[0].name, header.models[1].name};
  const bool regression = header.regression;
  RunRecord record = RunRecord::create(directory, std::move(header));
  std::vector<RecordedTrial> trials;
  for (std::int64_t id = 0; id < 4; ++id) {
    RecordedTrial trial = sample_trial(id);
    trial.model = models[static_cast<std::size_t>(id / 2)];
    if (trial.seed == 0 && !regression) {
      for (const int epochs : {0, 2}) {
        SnapshotRecord snapshot;
        snapshot.epochs = epochs;
        snapshot.outputs = {0.9f, 0.1f, 0.2f, 0.8f, 1, 0, 0.5f, 0.5f};
        snapshot.wrong = {1};
        trial.snapshots.push_back(snapshot);
      }
      trial.layer_statistics = sample_layer_statistics();
    }
    if (!regression) trial.confusion = {{0, 0, 16}, {1, 0, 2}, {1, 1, id + 1}};
    trial.baseline = {{0.5, 0.5}, {0.75, 0.75}, 0.5};
    trials.push_back(trial);
  }
  record.set_scene(plane_scene());
  record.save(trials);
  record.add_session(sample_provenance);
  record.set_document(
      "activations",
      R"([{"name": "relu", "formula": "positive part", "derivative": "x > 0", "source": "", "kinks": [0],
      "x": [-1, 0, 1], "f": [0, 0, 1], "df": [0, 0, 1],
      "gradcheck": {"passed": true, "error": 1e-9, "at": -1, "remark": ""}}])");
  record.checkpoint();
}

}  // namespace actlab
