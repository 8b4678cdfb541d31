#include "show/report/sections/frames.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "show/report/base64.h"
#include "show/report/evenly_spaced.h"

namespace actlab {
namespace {

constexpr std::size_t max_frame_bytes = 1'000'000;  // for all replays of a page
constexpr std::size_t max_frames = 60;

// Size of a grid point of a frame in JSON.
double bytes_per_cell(const SceneRecord& scene, bool regression) {
  if (regression) return 7;
  return scene.axes.size() > 1 ? 4.0 / 3 : 6.0 * static_cast<double>(scene.outputs.size());
}

std::size_t kept_points(const GridAxis& axis, std::size_t stride) {
  return (static_cast<std::size_t>(axis.points) - 1) / stride + 1;
}

// A cell is a byte: class * levels + level, with the probability as a level from 0 to levels - 1.
std::size_t levels_of(const SceneRecord& scene) {
  return 255 / std::max<std::size_t>(1, scene.outputs.size());
}

// Calls `visit` with the outputs at every `stride`-th grid point, first axis fastest.
template <class Visit>
void for_each_cell(const SnapshotRecord& snapshot, const SceneRecord& scene, std::size_t stride, Visit visit) {
  const auto columns = static_cast<std::size_t>(scene.axes[0].points);
  const std::size_t rows = scene.axes.size() > 1 ? static_cast<std::size_t>(scene.axes[1].points) : 1;
  for (std::size_t row = 0; row < rows; row += stride) {
    for (std::size_t column = 0; column < columns; column += stride) {
      visit(snapshot.outputs.data() + (column * rows + row) * scene.outputs.size());
    }
  }
}

// Encodes classes as base64. 255 stands for NaN.
std::string encode_classes(const SnapshotRecord& snapshot, const SceneRecord& scene, std::size_t stride) {
  const std::size_t levels = levels_of(scene);
  std::string bytes;
  for_each_cell(snapshot, scene, stride, [&](const float* p) {
    const auto winner = static_cast<std::size_t>(std::max_element(p, p + scene.outputs.size()) - p);
    const auto level = static_cast<std::size_t>(std::lround(p[winner] * static_cast<float>(levels - 1)));
    bytes += p[winner] > 0 ? static_cast<char>(winner * levels + level) : '\xff';
  });
  return base64(bytes);
}

// One output over the grid.
Json values_json(const SnapshotRecord& snapshot, const SceneRecord& scene, std::size_t stride, std::size_t output) {
  Json values = Json::array();
  for_each_cell(snapshot, scene, stride, [&](const float* outputs) { values.push_back(four_digits(outputs[output])); });
  return values;
}

Json class_values_json(const SnapshotRecord& snapshot, const SceneRecord& scene, std::size_t stride) {
  Json values = Json::array();
  for (std::size_t i = 0; i < scene.outputs.size(); ++i) values.push_back(values_json(snapshot, scene, stride, i));
  return values;
}

Json wrong_json(const SnapshotRecord& snapshot, const std::vector<std::size_t>& points) {
  Json wrong = Json::array();
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto place = static_cast<std::int32_t>(points[i]);
    if (std::binary_search(snapshot.wrong.begin(), snapshot.wrong.end(), place)) wrong.push_back(i);
  }
  return wrong;
}

}  // namespace

FrameBudget frame_budget(const SceneRecord& scene, bool regression, std::size_t replays, std::size_t models) {
  constexpr std::size_t min_frames = 2;  // before and after training
  FrameBudget budget{1, 1, {}};
  for (const std::size_t steps = static_cast<std::size_t>(scene.axes[0].points) - 1; budget.stride <= steps / 7;
       ++budget.stride) {
    if (steps % budget.stride != 0) continue;
    double cells = static_cast<double>(replays) * bytes_per_cell(scene, regression);
    for (const GridAxis& axis : scene.axes) cells *= static_cast<double>(kept_points(axis, budget.stride));
    budget.frames = std::min(max_frames, static_cast<std::size_t>(static_cast<double>(max_frame_bytes) / cells));
    if (budget.frames >= min_frames) break;
  }
  budget.frames = std::max<std::size_t>(1, budget.frames);
  // Each chart includes the samples, and each frame the misclassified ones.
  const std::size_t by_models = 4000 / std::max<std::size_t>(1, models);
  const std::size_t by_frames = 100'000 / std::max<std::size_t>(1, replays * std::min<std::size_t>(budget.frames, 24));
  budget.points =
      evenly_spaced(scene.samples.size(), std::clamp<std::size_t>(std::min(by_models, by_frames), 200, 1000));
  return budget;
}

Json frame_grid(const SceneRecord& scene, bool regression, const FrameBudget& budget) {
  const auto axis_json = [&](const GridAxis& axis) {
    return Json{{"low", axis.low}, {"high", axis.high}, {"count", kept_points(axis, budget.stride)}};
  };
  Json grid{{"x", axis_json(scene.axes[0])}};
  if (scene.axes.size() > 1) grid["y"] = axis_json(scene.axes[1]);
  if (!regression) grid["levels"] = levels_of(scene);
  return grid;
}

Json frames_of(const Replay& replay, const SceneRecord& scene, bool regression, const FrameBudget& budget) {
  Json json{{"epochs", Json::array()},
            {"caption", replay.model.description + (replay.status == TrialStatus::diverged ? ", diverged" : "")}};
  for (const std::size_t i : evenly_spaced(replay.snapshots.size(), budget.frames)) {
    const SnapshotRecord& snapshot = replay.snapshots[i];
    json["epochs"].push_back(snapshot.epochs);
    if (regression) {
      json["values"].push_back(values_json(snapshot, scene, budget.stride, 0));
      continue;
    }
    if (scene.axes.size() > 1) {
      json["cells"].push_back(encode_classes(snapshot, scene, budget.stride));
    } else {
      json["values"].push_back(class_values_json(snapshot, scene, budget.stride));
    }
    json["wrong"].push_back(wrong_json(snapshot, budget.points));
    json["captions"].push_back(fmt::format("{} of {} wrong", snapshot.wrong.size(), scene.samples.size()));
  }
  return json;
}

}  // namespace actlab
