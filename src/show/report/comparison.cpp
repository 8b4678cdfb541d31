#include "show/report/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <utility>

#include "core/error.h"
#include "show/report/rows.h"

namespace actlab {
namespace {

// Labels "circle/20261121T221635Z-786c" with its last folder, or with the whole path if that is ambiguous.
std::vector<std::string> run_labels(const std::vector<RunData>& runs) {
  std::vector<std::string> labels;
  for (const RunData& run : runs) {
    const auto last = [](const RunData& of) {
      const std::filesystem::path path = of.directories[0].lexically_normal();
      return (path.has_filename() ? path : path.parent_path()).filename().string();
    };
    const auto same =
        std::count_if(runs.begin(), runs.end(), [&](const auto& other) { return last(other) == last(run); });
    labels.push_back(same == 1 ? last(run) : run.directories[0].string());
  }
  return labels;
}

bool same_sweep(const std::vector<RunData>& runs) {
  return std::all_of(runs.begin(), runs.end(), [&](const RunData& run) {
    return run.header().sweep_keys == runs[0].header().sweep_keys && run.header().points == runs[0].header().points;
  });
}

bool same_scene(const SceneRecord& a, const SceneRecord& b) {
  return a.seed == b.seed && a.outputs == b.outputs && a.inputs == b.inputs && a.targets == b.targets;
}

// The union of two lists of activations.
std::string joined_activations(const std::string& first, const std::string& second) {
  if (first.empty() || second.empty()) return first + second;
  Json all = Json::parse(first);
  for (const Json& more : Json::parse(second)) {
    const bool known =
        std::any_of(all.begin(), all.end(), [&](const Json& portrait) { return portrait["name"] == more["name"]; });
    if (!known) all.push_back(more);
  }
  return all.dump();
}

struct Naming {
  std::string label;
  bool keeps_points;

  std::string operator()(const RunData& run, const std::string& model, std::int64_t point) const {
    const std::string at = keeps_points ? "" : run.point_name(point);
    return fmt::format("{}{}{} · {}", model, at.empty() ? "" : " ", at, label);
  }
};

void append(RunData& all, RunHeader& header, RunData run, const Naming& name) {
  const auto offset = static_cast<std::int64_t>(all.trials.size());
  const auto rename = [&](std::string& model, std::int64_t& point) {
    model = name(run, model, point);
    if (!name.keeps_points) point = 0;
  };
  const auto data_offset = static_cast<std::int64_t>(header.data.size());
  header.data.insert(header.data.end(), run.header().data.begin(), run.header().data.end());
  for (ModelRecord model : run.header().models) {
    rename(model.name, model.point);
    if (model.data >= 0) model.data += data_offset;
    header.models.push_back(std::move(model));
  }
  for (TrialRecord trial : run.trials) {
    rename(trial.model, trial.point);
    all.trials.push_back(std::move(trial));
  }
  for (ThinCurve& curve : run.curves) {
    curve.trial += offset;
    all.curves.push_back(std::move(curve));
  }
  for (TrialStatistics& health : run.layer_statistics) {
    health.trial += offset;
    all.layer_statistics.push_back(std::move(health));
  }
  if (!all.scene && all.replays.empty()) all.scene = run.scene;
  if (all.scene && run.scene && same_scene(*all.scene, *run.scene)) {
    for (Replay& replay : run.replays) {
      rename(replay.model.name, replay.model.point);
      all.replays.push_back(std::move(replay));
    }
  }
  all.activations = joined_activations(all.activations, run.activations);
  all.directories.push_back(run.directories[0]);
  all.configs.push_back(run.configs[0]);
  for (const auto& [name_of_set, trials] : run.instruction_sets) all.instruction_sets[name_of_set] += trials;
  all.sessions.insert(all.sessions.end(), run.sessions.begin(), run.sessions.end());
  for (CandidateRecord candidate : run.summary.dropped) {
    rename(candidate.model, candidate.point);
    all.summary.dropped.push_back(std::move(candidate));
  }
  for (const std::string& note : run.stopping) all.stopping.push_back(name.label + ": " + note);
  if (run.header().interval != header.interval) header.interval = IntervalMethod::bca;
  header.trials += run.header().trials;
}

// Of the files of all data sets; empty for computed data, and in old records.
std::vector<std::string> content_hashes(const RunData& run) {
  std::vector<std::string> hashes;
  for (const DataRecord& data : run.header().data) {
    if (!data.hash.empty()) hashes.push_back(data.hash);
  }
  return hashes;
}

// Results on other data, another split of them, or another loss do not answer the same question.
std::vector<std::string> incomparable_keys(const std::vector<RunData>& runs) {
  // The same file may be in another place, and another file in the same place.
  const bool knows_content =
      std::all_of(runs.begin(), runs.end(), [](const RunData& run) { return !content_hashes(run).empty(); });
  std::map<std::string, std::set<std::string>> values;
  for (const RunData& run : runs) {
    const std::map<std::string, std::string> config = flat_config(run.configs[0]);
    for (const auto& [key, value] : config) {
      if (key == "data" || key.starts_with("data.") || key == "training.loss") values[key];
    }
  }
  std::vector<std::string> keys;
  for (auto& [key, found] : values) {
    for (const RunData& run : runs) {
      const std::map<std::string, std::string> config = flat_config(run.configs[0]);
      const auto at = config.find(key);
      found.insert(at == config.end() ? "" : at->second);
    }
    if (found.size() > 1 && !(knows_content && key == "data.file")) keys.push_back(key);
  }
  const auto has_other_content = [&](const RunData& run) { return content_hashes(run) != content_hashes(runs[0]); };
  if (knows_content && std::any_of(runs.begin(), runs.end(), has_other_content))
    keys.emplace_back("the content of data.file");
  return keys;
}

// Model names end in the label of their run.
void drop_pairs_of_different_runs(Summary& summary) {
  const auto label = [](const std::string& model) { return model.substr(model.rfind(" · ")); };
  std::erase_if(summary.pairs, [&](const PairSummary& pair) { return label(pair.model) != label(pair.other); });
  correct_p_values(summary.pairs);
  summary.headline.reset();
}

}  // namespace

RunData merge_runs(std::vector<RunData> runs) {
  for (const RunData& run : runs) {
    if (run.header().regression == runs[0].header().regression) continue;
    const auto kind = [](const RunData& of) { return of.header().regression ? "a regression" : "a classification"; };
    throw UsageError(fmt::format("{} is {} and {} is {}: they have no metric in common",
                                 runs[0].directories[0].string(), kind(runs[0]), run.directories[0].string(),
                                 kind(run)));
  }
  const std::vector<std::string> labels = run_labels(runs);
  const bool keeps_points = same_sweep(runs);
  RunData all;
  all.incomparable_keys = incomparable_keys(runs);
  RunHeader header = runs[0].header();
  header.trials = 0;
  header.models.clear();
  header.data.clear();
  if (!keeps_points) {
    header.sweep_keys.clear();
    header.points = {{}};
  }
  all.title = fmt::format("{}", fmt::join(labels, " and "));
  for (std::size_t i = 0; i < runs.size(); ++i) append(all, header, std::move(runs[i]), {labels[i], keeps_points});
  std::stable_sort(header.models.begin(), header.models.end(),
                   [](const ModelRecord& a, const ModelRecord& b) { return a.point < b.point; });
  all.summary = summarise(header, all.trials, std::move(all.summary.dropped));
  if (!all.incomparable_keys.empty()) drop_pairs_of_different_runs(all.summary);
  return all;
}

std::map<std::string, std::string> flat_config(const std::string& yaml) {
  std::map<std::string, std::string> flat;
  std::vector<std::pair<std::size_t, std::string>> above;  // indentation and dotted key
  std::istringstream lines(yaml);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t indent = line.find_first_not_of(' ');
    if (indent == std::string::npos || line[indent] == '#') continue;
    // A quoted key may contain a colon.
    const char quote = line[indent] == '"' || line[indent] == '\'' ? line[indent] : '\0';
    const std::size_t from = quote == '\0' ? indent : std::max(line.find(quote, indent + 1), indent);
    const std::size_t colon = std::min(line.find(": ", from), line.back() == ':' ? line.size() - 1 : std::string::npos);
    if (colon == std::string::npos || line[indent] == '-') {  // continues the value above
      if (!above.empty()) flat[above.back().second] += " " + line.substr(indent);
      continue;
    }
    while (!above.empty() && above.back().first >= indent) above.pop_back();
    const std::string key = (above.empty() ? "" : above.back().second + ".") + line.substr(indent, colon - indent);
    if (colon + 1 < line.size()) flat[key] = line.substr(colon + 2);
    above.emplace_back(indent, key);
  }
  return flat;
}

}  // namespace actlab
