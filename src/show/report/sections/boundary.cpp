#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "show/report/sections.h"
#include "show/report/sections/frames.h"

namespace actlab {
namespace {

constexpr std::size_t max_models = 12;

Rows points_of(const SceneRecord& scene, const FrameBudget& budget, bool regression) {
  const std::size_t axes = scene.axes.size();
  const std::size_t targets = regression ? scene.outputs.size() : 1;
  Rows rows(axes > 1 ? std::vector<std::string>{"x", "y", "target"} : std::vector<std::string>{"x", "target"});
  for (const std::size_t i : budget.points) {
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

// The range of the targets, with a margin for a line plot, so that the axis stays fixed during a replay.
Json target_range(const SceneRecord& scene) {
  const auto [low, high] = std::minmax_element(scene.targets.begin(), scene.targets.end());
  const double room = (scene.axes.size() > 1 ? 0 : 0.3) * std::max<double>(*high - *low, 1e-6);
  return {four_digits(*low - room), four_digits(*high + room)};
}

const char* spec_of(const SceneRecord& scene, bool regression) {
  if (scene.axes.size() == 2) return regression ? "surface" : "boundary";
  return regression ? "fit" : "probability";
}

std::string text_of(const SceneRecord& scene, const RunData& run) {
  std::string text =
      fmt::format("Seed {}{}. ", scene.seed, run.header().points.size() > 1 ? ", at the selected sweep point" : "");
  if (run.header().regression) return text + "The training points, and the output of each network.";
  text += scene.axes.size() == 1
              ? "The probability of each class over the input. Below: the training points by class. "
              : "The training points by class, and the most probable class at each point of the plane. A stronger "
                "colour means a higher probability. ";
  return text + "Crosses are misclassified points.";
}

Json boundary_chart(const RunData& run, const std::string& model, const FrameBudget& budget, const Json& points) {
  const SceneRecord& scene = *run.scene;
  const bool regression = run.header().regression;
  Json chart{{"spec", spec_of(scene, regression)},
             {"name", "boundary-" + model},
             {"title", model},
             {"model", model},
             {"values", {{"x", scene.axes[0].feature}, {"y", scene.axes.size() > 1 ? scene.axes[1].feature : "y"}}},
             {"data", {{"points", points}}},
             {"frames", frame_grid(scene, regression, budget)}};
  if (regression) {
    chart["values"]["range"] = target_range(scene);
  } else {
    // For one input: from below the lowest row of points to probability 1.
    chart["values"]["range"] = {four_digits(-0.08 * static_cast<double>(scene.outputs.size() + 1)), 1};
    chart["classes"] = scene.outputs;
    chart["values"]["classes"] = scene.outputs;
  }
  for (const Replay& replay : run.replays) {
    if (replay.model.name != model) continue;
    chart["frames"]["points"][std::to_string(replay.model.point)] = frames_of(replay, scene, regression, budget);
  }
  return chart;
}

}  // namespace

Json boundary_section(const RunData& run) {
  if (!run.scene || run.scene->axes.empty() || run.replays.empty()) return nullptr;
  const SceneRecord& scene = *run.scene;
  const bool regression = run.header().regression;
  const std::vector<std::string> names = run.model_names();
  const std::size_t models = std::min(names.size(), max_models);
  const std::span<const std::string> drawn(names.data(), models);
  const auto replays = std::count_if(run.replays.begin(), run.replays.end(), [&](const Replay& replay) {
    return std::find(drawn.begin(), drawn.end(), replay.model.name) != drawn.end();
  });
  const FrameBudget budget = frame_budget(scene, regression, static_cast<std::size_t>(replays), models);
  const Json points = points_of(scene, budget, regression).to_json();
  Json charts = Json::array();
  for (const std::string& name : drawn) {
    Json chart = boundary_chart(run, name, budget, points);
    if (chart["frames"].contains("points")) charts.push_back(std::move(chart));
  }
  if (charts.empty()) return nullptr;
  const std::string left_out =
      models < names.size() ? fmt::format(" Shows the first {} of {} models.", models, names.size()) : "";
  return {{"id", "boundary"},
          {"title", regression ? "Outputs of the networks" : "Decision boundaries"},
          {"text", text_of(scene, run) + left_out},
          {"layout", scene.axes.size() > 1 ? "square" : "small"},
          {"charts", std::move(charts)}};
}

}  // namespace actlab
