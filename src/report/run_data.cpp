#include "report/run_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "record/run_directory.h"
#include "report/metric_text.h"

namespace actlab {
namespace {

constexpr std::size_t curve_points = 120;

// The first, the last, and evenly between.
std::vector<CurveRecord> thin(std::span<const CurveRecord> curve) {
  if (curve.size() <= curve_points) return {curve.begin(), curve.end()};
  std::vector<CurveRecord> points;
  points.reserve(curve_points);
  for (std::size_t i = 0; i < curve_points; ++i) {
    points.push_back(curve[(i * (curve.size() - 1) + (curve_points - 1) / 2) / (curve_points - 1)]);
  }
  return points;
}

}  // namespace

bool RunData::has_test() const {
  return std::any_of(summary.models.begin(), summary.models.end(),
                     [](const ModelSummary& model) { return model.test.metric.count > 0; });
}

std::string RunData::point_name(std::int64_t point) const {
  const auto& values = header().points.at(static_cast<std::size_t>(point));
  const auto& keys = header().sweep_keys;
  std::string name;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    name += fmt::format("{}{} = {}", i == 0 ? "" : ", ", short_key(keys[i], keys), values[i]);
  }
  return name;
}

std::vector<std::string> RunData::model_names() const {
  std::vector<std::string> names;
  for (const ModelRecord& model : header().models) {
    if (std::find(names.begin(), names.end(), model.name) == names.end()) names.push_back(model.name);
  }
  return names;
}

std::vector<std::string> layer_activations(const std::string& description, const std::vector<std::string>& known) {
  const std::size_t space = description.find(' ');
  const auto hidden =
      std::count(description.begin(),
                 description.begin() + static_cast<std::ptrdiff_t>(std::min(space, description.size())), '-') -
      1;
  std::vector<std::string> names;
  // Parameters are separated by commas as layers are, so that names are looked for whole, the longest first.
  std::string_view rest = space == std::string::npos ? "" : std::string_view(description).substr(space + 1);
  while (!rest.empty()) {
    std::string_view found;
    for (const std::string& name : known) {
      if (rest.starts_with(name) && name.size() > found.size()) found = name;
    }
    if (found.empty()) break;
    names.emplace_back(found);
    rest.remove_prefix(found.size());
    if (rest.starts_with(", ")) rest.remove_prefix(2);
  }
  const std::string last = names.empty() ? "" : names.size() == 1 ? names[0] : "";
  names.resize(static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, hidden)), last);
  return names;
}

RunData load_run(const std::filesystem::path& directory) {
  if (!is_run(directory)) {
    throw UsageError(fmt::format("{} holds no run: it has no {}", directory.string(), record_file));
  }
  RunRecord record = RunRecord::open(directory, Database::Access::read);
  RunData run;
  run.title = record.header().name;
  run.directories = {directory};
  run.configs = {record.header().config};
  run.sessions = record.sessions();
  run.trials = record.trials();
  run.summary = summarise(record.header(), run.trials);
  std::size_t index = 0;
  record.for_each_curve([&](const TrialRecord& trial, std::span<const CurveRecord> curve) {
    while (index < run.trials.size() && run.trials[index].id < trial.id) ++index;
    if (!curve.empty()) run.curves.push_back({static_cast<std::int64_t>(index), thin(curve)});
  });
  run.activations = record.document("activations").value_or("");
  run.scene = record.scene();
  if (!run.scene) return run;
  for (const TrialRecord& trial : run.trials) {
    if (trial.seed != run.scene->seed) continue;
    const auto is_its = [&](const ModelRecord& model) {
      return model.point == trial.point && model.name == trial.model;
    };
    const auto& models = run.header().models;
    Replay replay{*std::find_if(models.begin(), models.end(), is_its), trial.status, record.snapshots(trial.id)};
    if (!replay.snapshots.empty()) run.replays.push_back(std::move(replay));
  }
  return run;
}

}  // namespace actlab
