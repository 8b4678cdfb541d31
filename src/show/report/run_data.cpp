#include "show/report/run_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.h"
#include "lab/record/run_directory.h"
#include "show/report/evenly_spaced.h"
#include "show/report/metric_text.h"
#include "show/report/stopping.h"

namespace actlab {
namespace {

// Number of points to keep per curve. A chart shows about 120; fewer with many trials limit memory.
std::size_t curve_points(std::size_t trials) {
  constexpr std::size_t min_points = 20, max_points = 120, max_total = 1'000'000;
  return std::clamp(max_total / std::max<std::size_t>(1, trials), min_points, max_points);
}

std::vector<CurvePoint> thin(std::span<const CurvePoint> curve, std::size_t kept) {
  std::vector<CurvePoint> points;
  points.reserve(std::min(curve.size(), kept));
  for (const std::size_t i : evenly_spaced(curve.size(), kept)) points.push_back(curve[i]);
  return points;
}

}  // namespace

bool RunData::has_test() const {
  return summary.has_test();
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
  return actlab::model_names(header());
}

std::vector<const Replay*> RunData::replays_at(std::int64_t point) const {
  std::vector<const Replay*> found;
  for (const Replay& replay : replays) {
    if (replay.model.point == point) found.push_back(&replay);
  }
  if (found.empty() && !replays.empty()) return replays_at(replays.front().model.point);
  return found;
}

std::vector<std::string> layer_activations(const std::string& description, const std::vector<std::string>& known) {
  const std::size_t space = description.find(' ');
  const auto hidden =
      std::count(description.begin(),
                 description.begin() + static_cast<std::ptrdiff_t>(std::min(space, description.size())), '-') -
      1;
  std::vector<std::string> names;
  // Commas separate both layers and parameters, so this searches for the longest known name.
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

RunData load_run(const std::filesystem::path& directory, std::optional<Summary> summary) {
  require_run(directory);
  RunRecord record = RunRecord::open(directory, Database::Access::read);
  RunData run;
  run.title = record.header().name;
  run.directories = {directory};
  run.configs = {record.header().config};
  run.sessions = record.sessions();
  run.instruction_sets = record.trials_by_instruction_set();
  const std::size_t kept = curve_points(static_cast<std::size_t>(record.size()));
  TrialReader reader = record.reader();
  while (auto trial = reader.next()) {
    const auto index = static_cast<std::int64_t>(run.trials.size());
    if (!trial->curve.empty()) run.curves.push_back({index, thin(trial->curve, kept)});
    if (!trial->layer_statistics.empty()) run.layer_statistics.push_back({index, std::move(trial->layer_statistics)});
    run.trials.push_back(std::move(*trial));
  }
  run.summary = summary ? std::move(*summary) : summarise(record.header(), run.trials, record.stopping());
  run.stopping = stopping_notes(run.summary);
  run.tabulated = record.document(tabulated_document).value_or("");
  run.activations = record.document(activations_document).value_or("");
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
