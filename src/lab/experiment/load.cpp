#include "lab/experiment/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/utf8.h"
#include "lab/experiment/checks.h"
#include "lab/experiment/wildcards.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_trials = 10'000'000;

Node mapping_at(const Location& location) {
  Node mapping = Node::mapping();
  mapping.location = location;
  return mapping;
}

// In sweep.training.optimizer.lr=[0.1, 0.01], "training.optimizer.lr" is a single key of `sweep`. Adds such keys, so
// that overrides find them.
void add_swept_paths(Node& root, const std::vector<Override>& overrides) {
  constexpr std::string_view prefix = "sweep.";
  for (const Override& change : overrides) {
    if (!change.path.starts_with(prefix)) continue;
    if (root.find("sweep") == nullptr) root.add("sweep", mapping_at(change.location));
    Node& sweep = *root.find("sweep");
    std::string_view path = std::string_view(change.path).substr(prefix.size());
    Node* axes = &sweep;
    if (constexpr std::string_view zip = "zip."; path.starts_with(zip) && sweep.is_mapping()) {
      path = path.substr(zip.size());
      axes = sweep.find("zip");
      if (axes == nullptr) axes = &sweep.add("zip", mapping_at(change.location));
    }
    if (axes->is_mapping() && axes->find(path) == nullptr) axes->add(path, Node{});
  }
}

void make_absolute(Node& file, const fs::path& config_directory, Problems& problems) {
  if (!file.is_scalar() || file.scalar.empty()) return;
  const fs::path base = file.location.is_command_line() ? fs::current_path() : config_directory;
  file.scalar = (base / file.scalar).lexically_normal().string();
  if (!first_invalid_utf8(file.scalar)) return;
  problems.add(file.location, "", fmt::format("the folder {} has a name that is not UTF-8; rename it", base.string()));
}

// The folder of the file that the user edits: of the target, if the config is a link.
fs::path folder_of(const fs::path& config) {
  std::error_code error;
  const fs::path target = fs::is_symlink(config, error) ? fs::canonical(config, error) : fs::absolute(config);
  return error ? fs::absolute(config).parent_path() : target.parent_path();
}

// Plugins may occur in a single activation, in a list, and in the values of a sweep.
void make_plugins_absolute(Node& node, const fs::path& config_directory, Problems& problems) {
  if (Node* plugin = node.find("plugin")) make_absolute(*plugin, config_directory, problems);
  for (Node& item : node.items) make_plugins_absolute(item, config_directory, problems);
  for (Node::Entry& entry : node.entries) make_plugins_absolute(entry.value, config_directory, problems);
}

void file_of_data_absolute(Node& data, const fs::path& config_directory, Problems& problems) {
  for (const std::string_view key : {"file", "folder"}) {
    if (Node* path = data.find(key)) make_absolute(*path, config_directory, problems);
  }
}

// Files among the values of a sweep.
void make_axes_absolute(Node& axes, const fs::path& config_directory, Problems& problems) {
  for (Node::Entry& axis : axes.entries) {
    if (axis.key != "data.file" && axis.key != "data.folder" && !axis.key.ends_with(".activation.plugin")) continue;
    for (Node& file : axis.value.items) make_absolute(file, config_directory, problems);
  }
  if (Node* swept = axes.find("data")) {
    for (Node& data : swept->items) file_of_data_absolute(data, config_directory, problems);
  }
}

// The config is copied to the run's directory, where relative paths would be wrong.
void make_files_absolute(Node& root, const fs::path& config_directory, Problems& problems) {
  if (Node* data = root.find("data")) file_of_data_absolute(*data, config_directory, problems);
  if (Node* models = root.find("models")) make_plugins_absolute(*models, config_directory, problems);
  Node* sweep = root.find("sweep");
  if (sweep == nullptr) return;
  make_plugins_absolute(*sweep, config_directory, problems);
  make_axes_absolute(*sweep, config_directory, problems);
  if (Node* zip = sweep->find("zip")) make_axes_absolute(*zip, config_directory, problems);
}

// `training: none` is short for `training: {epochs: 0}`.
void expand_no_training(Node& root) {
  Node* training = root.find("training");
  if (training == nullptr || !training->is_scalar() || training->scalar != "none") return;
  Node none = Node::mapping();
  none.location = training->location;
  none.add("epochs", Node::integer(0)).location = training->location;
  *training = std::move(none);
}

// Sets the loss of the base config if it is the same at every point.
void resolve_loss(ExperimentConfig& config, const std::vector<SweepPoint>& points) {
  for (const SweepPoint& point : points) {
    if (point.config.training.loss != points.front().config.training.loss) return;
  }
  config.training.loss = points.front().config.training.loss;
}

void check_size(const Experiment& experiment, const Node& root, Problems& problems) {
  const ExperimentConfig& base = experiment.base;
  const std::size_t trials = experiment.points.size() * base.models.size() * base.seeds.values().size();
  if (trials <= max_trials) return;
  problems.add(
      locate(root, "seeds"), "seeds",
      fmt::format("{} seeds, {} models and {} sweep points make {} trials, but the maximum is {}",
                  base.seeds.values().size(), base.models.size(), experiment.points.size(), trials, max_trials));
}

// A race needs two models, or two sweep points with the same data.
void check_race(const Experiment& experiment, const Node& root, Problems& problems) {
  const std::optional<StoppingRule>& rule = experiment.base.seeds.rule();
  if (!rule || rule->kind != StoppingRule::Kind::race || experiment.base.models.size() != 1) return;
  std::set<std::string> data;
  for (const SweepPoint& point : experiment.points) data.insert(data_key(point.config.data));
  if (data.size() < experiment.points.size()) return;
  problems.add(
      locate(root, "seeds.race"), "seeds.race",
      "found a single model, so there is nothing to race against; add a model, or a sweep of a key that is not "
      "part of `data`, or use `until`");
}

// An epoch to record must be reached by at least one point.
void check_snapshot_epochs(const Experiment& experiment, const Node& root, Problems& problems) {
  std::int64_t last = 0;
  for (const SweepPoint& point : experiment.points) last = std::max(last, point.config.training.epochs);
  for (const std::int64_t epoch : experiment.base.record.snapshots.epochs) {
    if (epoch <= last || experiment.points.empty()) continue;
    constexpr const char* path = "record.snapshots.epochs";
    problems.add(
        locate(root, path), path,
        fmt::format("found {}, but training ends after {} epochs; give epochs from 0 to {}", epoch, last, last));
  }
}

// Checks a config whose overrides are applied and whose files are absolute.
Experiment check_experiment(const Node& root, const std::vector<Override>& overrides, const std::string& default_name,
                            Problems& problems) {
  Experiment experiment;
  Problems reading;
  experiment.base = read_experiment(root, default_name, reading);
  problems.add(reading);
  Checker checker(problems);
  ExperimentConfig checked = experiment.base;  // a copy, because a point of the sweep may have another loss
  checker.check(checked, root, reading);
  if (experiment.base.sweep.axes().empty())
    experiment.points.push_back({{}, std::move(checked)});
  else if (!experiment.base.models.empty())
    experiment.points = sweep_points(experiment.base, root, overrides, problems, checker);
  check_size(experiment, root, problems);
  check_race(experiment, root, problems);
  if (!reading.concern("training")) check_snapshot_epochs(experiment, root, problems);
  problems.throw_if_any();

  resolve_loss(experiment.base, experiment.points);
  experiment.resolved = with_locations(write_experiment(experiment.base), root);
  return experiment;
}

}  // namespace

Experiment load_experiment(const fs::path& path, const std::vector<std::string>& assignments) {
  Problems problems;
  Node root = parse_yaml_file(path, problems);
  std::vector<Override> overrides = expand_wildcards(root, parse_overrides(assignments, problems), problems);
  std::erase_if(overrides, [&](const Override& change) { return !names_known_model(root, change, problems); });
  add_swept_paths(root, overrides);
  apply_overrides(root, overrides, problems);
  make_files_absolute(root, folder_of(path), problems);
  expand_no_training(root);
  return check_experiment(root, overrides, path.stem().string(), problems);
}

Experiment load_recorded_experiment(const std::string& config, const std::string& place) {
  Problems problems;
  const Node root = parse_yaml(config, place, problems);
  return check_experiment(root, {}, "experiment", problems);
}

}  // namespace actlab
