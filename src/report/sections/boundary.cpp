#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/base64.h"
#include "report/sections.h"

namespace actlab {
namespace {

constexpr std::size_t most_frame_bytes = 1'000'000;  // of the page, for all models together
constexpr std::size_t most_models = 12;

// Of `count` things, `kept` evenly chosen ones, the first and the last among them.
std::vector<std::size_t> evenly(std::size_t count, std::size_t kept) {
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < std::min(count, kept); ++i) {
    chosen.push_back(count <= kept ? i : (i * (count - 1) + (kept - 1) / 2) / (kept - 1));
  }
  return chosen;
}

Json axis_json(const GridAxis& axis) {
  return {{"low", axis.low}, {"high", axis.high}, {"count", axis.points}};
}

struct Frames {
  const SceneRecord& scene;
  std::size_t kept;                  // at most so many of each model
  std::vector<std::size_t> samples;  // places in the scene of the points that are drawn
};

// A byte a cell, the first axis fastest: class * levels + how sure, from 0 to levels - 1; 255 where the network gives
// no number.
std::string encode_classes(const SnapshotRecord& snapshot, const SceneRecord& scene, std::size_t levels) {
  const std::size_t classes = scene.outputs.size();
  const auto columns = static_cast<std::size_t>(scene.axes[0].points);
  const auto rows = static_cast<std::size_t>(scene.axes[1].points);
  std::string bytes;
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      const float* p = snapshot.outputs.data() + (column * rows + row) * classes;
      const auto winner = static_cast<std::size_t>(std::max_element(p, p + classes) - p);
      const float share = p[winner];
      bytes += share > 0
                   ? static_cast<char>(winner * levels +
                                       static_cast<std::size_t>(std::lround(share * static_cast<float>(levels - 1))))
                   : '\xff';
    }
  }
  return base64(bytes);
}

// The first output at each cell, the first axis fastest.
Json values_json(const SnapshotRecord& snapshot, const SceneRecord& scene) {
  const auto columns = static_cast<std::size_t>(scene.axes[0].points);
  const std::size_t rows = scene.axes.size() > 1 ? static_cast<std::size_t>(scene.axes[1].points) : 1;
  Json values = Json::array();
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      values.push_back(four_digits(snapshot.outputs[(column * rows + row) * scene.outputs.size()]));
    }
  }
  return values;
}

Json frames_json(const Replay& replay, const Frames& frames, bool regression) {
  const SceneRecord& scene = frames.scene;
  const std::size_t levels = 255 / std::max<std::size_t>(1, scene.outputs.size());
  Json json{{"epochs", Json::array()}, {"x", axis_json(scene.axes[0])}};
  if (scene.axes.size() > 1) json["y"] = axis_json(scene.axes[1]);
  if (!regression) json["levels"] = levels;
  for (const std::size_t i : evenly(replay.snapshots.size(), frames.kept)) {
    const SnapshotRecord& snapshot = replay.snapshots[i];
    json["epochs"].push_back(snapshot.epochs);
    if (regression) {
      json["values"].push_back(values_json(snapshot, scene));
      continue;
    }
    json["cells"].push_back(encode_classes(snapshot, scene, levels));
    Json wrong = Json::array();
    for (std::size_t k = 0; k < frames.samples.size(); ++k) {
      const auto place = static_cast<std::int32_t>(frames.samples[k]);
      if (std::binary_search(snapshot.wrong.begin(), snapshot.wrong.end(), place)) wrong.push_back(k);
    }
    json["wrong"].push_back(std::move(wrong));
    json["captions"].push_back(fmt::format("{} of {} wrong", snapshot.wrong.size(), scene.samples.size()));
  }
  return json;
}

Rows points_of(const Frames& frames, bool regression) {
  const SceneRecord& scene = frames.scene;
  const std::size_t axes = scene.axes.size();
  const std::size_t targets = regression ? scene.outputs.size() : 1;
  Rows rows(axes > 1 ? std::vector<std::string>{"x", "y", "target"} : std::vector<std::string>{"x", "target"});
  for (const std::size_t i : frames.samples) {
    const float target = scene.targets[i * targets];
    const Json shown = regression ? Json(target) : Json(scene.outputs.at(static_cast<std::size_t>(target)));
    if (axes > 1) {
      rows.add({scene.inputs[2 * i], scene.inputs[2 * i + 1], shown});
    } else {
      rows.add({scene.inputs[i], shown});
    }
  }
  return rows;
}

// Of the targets, with room around them, so that a replay does not make the axis jump.
Json target_range(const SceneRecord& scene) {
  const auto [low, high] = std::minmax_element(scene.targets.begin(), scene.targets.end());
  const double room = 0.3 * std::max<double>(*high - *low, 1e-6);
  return {four_digits(*low - room), four_digits(*high + room)};
}

const char* spec_of(const SceneRecord& scene, bool regression) {
  if (scene.axes.size() == 2) return regression ? "surface" : "boundary";
  return regression ? "fit" : nullptr;  // one feature and classes: there is no boundary to draw
}

}  // namespace

Json boundary_section(const RunData& run) {
  if (!run.scene || run.scene->axes.empty() || run.replays.empty()) return nullptr;
  const SceneRecord& scene = *run.scene;
  const bool regression = run.header().regression;
  const char* spec = spec_of(scene, regression);
  if (spec == nullptr) return nullptr;
  const std::size_t models = std::min(run.replays.size(), most_models);
  const std::size_t frame_bytes = scene.grid_size() * (regression ? 7 : 2);
  const Frames frames{scene, std::clamp<std::size_t>(most_frame_bytes / (models * frame_bytes), 4, 60),
                      evenly(scene.samples.size(), std::clamp<std::size_t>(4000 / models, 200, 1000))};
  const Json points = points_of(frames, regression).to_json();
  Json charts = Json::array();
  for (std::size_t i = 0; i < models; ++i) {
    const Replay& replay = run.replays[i];
    Json chart{{"spec", spec},
               {"name", "boundary-" + replay.model.name},
               {"title", replay.model.name},
               {"caption", replay.model.description + (replay.status == trial_status::diverged ? ", diverged" : "")},
               {"model", replay.model.name},
               {"values", {{"x", scene.axes[0].feature}, {"y", scene.axes.size() > 1 ? scene.axes[1].feature : "y"}}},
               {"data", {{"points", points}}},
               {"frames", frames_json(replay, frames, regression)}};
    if (regression) {
      chart["values"]["range"] = target_range(scene);
    } else {
      chart["classes"] = scene.outputs;
      chart["values"]["classes"] = scene.outputs;
    }
    charts.push_back(std::move(chart));
  }
  const std::string of_seed =
      fmt::format("Seed {}{}. ", scene.seed,
                  run.header().points.size() > 1 ? ", " + run.point_name(run.replays[0].model.point) : "");
  const std::string left_out = models < run.replays.size()
                                   ? fmt::format(" The first {} of {} models are drawn.", models, run.replays.size())
                                   : "";
  return {{"id", "boundary"},
          {"title", regression ? "What they learn" : "Where they draw the line"},
          {"text", of_seed +
                       (regression ? "The training points, and what each network gives for every input."
                                   : "The training points by class, and each network's most probable class everywhere: "
                                     "the stronger the colour, the surer. Crosses are points it has wrong.") +
                       left_out},
          {"layout", scene.axes.size() > 1 ? "square" : "small"},
          {"charts", std::move(charts)}};
}

}  // namespace actlab
