#include "lab/record/document_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

namespace actlab {
namespace {

constexpr std::size_t max_points = 1'000'000;
constexpr std::int32_t max_axis_points = 4096;
constexpr std::size_t max_bins = 10'000;

bool is_number(const nlohmann::json& value) {
  return value.is_number() || value.is_null();  // NaN and infinity are null
}

bool has_text(const nlohmann::json& object, std::string_view key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string();
}

bool has_number(const nlohmann::json& object, std::string_view key) {
  const auto found = object.find(key);
  return found != object.end() && is_number(*found);
}

// The length of the list of numbers under `key`; -1 if there is none.
std::int64_t numbers_under(const nlohmann::json& object, std::string_view key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_array() || found->size() > max_points) return -1;
  return std::all_of(found->begin(), found->end(), is_number) ? static_cast<std::int64_t>(found->size()) : -1;
}

bool is_portrait(const nlohmann::json& portrait) {
  if (!portrait.is_object()) return false;
  for (const std::string_view key : {"name", "formula", "derivative", "source"}) {
    if (!has_text(portrait, key)) return false;
  }
  const std::int64_t points = numbers_under(portrait, "x");
  if (points < 0 || numbers_under(portrait, "f") != points || numbers_under(portrait, "df") != points) return false;
  const auto check = portrait.find("gradcheck");
  if (check == portrait.end() || !check->is_object() || !has_text(*check, "remark")) return false;
  const auto passed = check->find("passed");
  return passed != check->end() && passed->is_boolean() && has_number(*check, "error") && has_number(*check, "at");
}

bool is_index(const nlohmann::json& object, std::string_view key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_integer() && found->get<double>() >= 0 &&
         found->get<double>() <= static_cast<double>(max_points);
}

bool is_tabulated_value(const nlohmann::json& row) {
  constexpr std::int64_t max_order = 3;
  if (!row.is_object()) return false;
  const std::int64_t derivatives = numbers_under(row, "derivatives");
  return has_text(row, "activation") && is_index(row, "line") && is_index(row, "place") && has_number(row, "x") &&
         has_number(row, "value") && derivatives >= 0 && derivatives <= max_order;
}

std::string problem_of_list(const nlohmann::json& document, bool (*is_right)(const nlohmann::json&)) {
  if (!document.is_array() || document.size() > max_points) return "expected a list";
  const auto wrong = std::find_if_not(document.begin(), document.end(), is_right);
  return wrong == document.end()
             ? ""
             : fmt::format("entry {} lacks a part, or one has the wrong type", wrong - document.begin());
}

std::string problem_of_axes(const SceneRecord& scene) {
  if (scene.axes.size() > 2) return fmt::format("found {} axes, expected at most two", scene.axes.size());
  for (const GridAxis& axis : scene.axes) {
    if (axis.points < 2 || axis.points > max_axis_points)
      return fmt::format("found {} points of an axis, expected 2 to {}", axis.points, max_axis_points);
    if (!std::isfinite(axis.low) || !std::isfinite(axis.high)) return "an axis has an end that is not a number";
  }
  return "";
}

bool is_class(float target, std::size_t classes) {
  return target >= 0 && target < static_cast<float>(classes) && target == std::floor(target);
}

bool is_histogram(const HistogramRecord& histogram) {
  return histogram.shares.size() <= max_bins;
}

}  // namespace

std::string problem_of_activations(const nlohmann::json& document) {
  return problem_of_list(document, is_portrait);
}

std::string problem_of_tabulated(const nlohmann::json& document) {
  return problem_of_list(document, is_tabulated_value);
}

std::string problem_of_scene(const SceneRecord& scene, bool regression) {
  if (std::string problem = problem_of_axes(scene); !problem.empty()) return problem;
  const std::size_t samples = scene.samples.size(), outputs = scene.outputs.size();
  if (outputs == 0 || outputs > max_points) return fmt::format("found {} outputs", outputs);
  if (samples == 0 || samples > max_points) return fmt::format("found {} samples", samples);
  if (scene.inputs.size() != samples * scene.axes.size())
    return fmt::format("found {} inputs of {} samples with {} axes", scene.inputs.size(), samples, scene.axes.size());
  if (scene.targets.size() != samples * (regression ? outputs : 1))
    return fmt::format("found {} targets of {} samples", scene.targets.size(), samples);
  const auto is_target = [&](float target) { return regression || is_class(target, outputs); };
  if (!std::all_of(scene.targets.begin(), scene.targets.end(), is_target)) return "a target is no class";
  return "";
}

std::string problem_of_snapshot(const SnapshotRecord& snapshot, std::size_t bytes, const SceneRecord& scene,
                                bool regression) {
  const std::size_t expected = scene.grid_size() * scene.outputs.size() * (regression ? sizeof(float) : 1);
  if (bytes != expected) return fmt::format("found {} bytes of outputs, expected {}", bytes, expected);
  const auto is_sample = [&](std::int32_t i) { return i >= 0 && static_cast<std::size_t>(i) < scene.samples.size(); };
  if (!std::all_of(snapshot.wrong.begin(), snapshot.wrong.end(), is_sample)) return "a wrong sample does not exist";
  const bool sized = std::all_of(snapshot.preactivations.begin(), snapshot.preactivations.end(), is_histogram) &&
                     std::all_of(snapshot.weights.begin(), snapshot.weights.end(),
                                 [](const auto& weight) { return is_histogram(weight.second); });
  return sized ? "" : fmt::format("a histogram has more than {} bins", max_bins);
}

}  // namespace actlab
