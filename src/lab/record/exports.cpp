#include "lab/record/exports.h"

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/parallel.h"
#include "lab/record/atomic_file.h"
#include "lab/record/csv.h"

namespace actlab {
namespace {

std::string header_line(std::initializer_list<std::string_view> columns, const RunHeader& header) {
  CsvLine line;
  for (const std::string_view column : columns) line << column;
  for (const std::string& key : header.sweep_keys) line << std::string_view(key);
  return std::string(line.end());
}

void add_sweep_values(CsvLine& line, const RunHeader& header, std::int64_t point) {
  for (const std::string& value : header.points.at(static_cast<std::size_t>(point))) line << std::string_view(value);
}

/// Some trials with their lines of each table.
struct Lines {
  std::vector<RecordedTrial> recorded;
  std::string trials, curves, layers;
};

// Returns nothing at the end. Batches, because passing single trials between threads costs as much as formatting them.
std::optional<Lines> next_trials(TrialReader& reader) {
  constexpr std::size_t batch_size = 32;
  Lines lines;
  while (lines.recorded.size() < batch_size) {
    std::optional<RecordedTrial> next = reader.next();
    if (!next) break;
    lines.recorded.push_back(std::move(*next));
  }
  return lines.recorded.empty() ? std::nullopt : std::optional(std::move(lines));
}

std::string trial_line(const TrialRecord& t, const RunHeader& header) {
  CsvLine line;
  line << std::string_view(t.model) << t.seed << name(t.status) << std::string_view(t.engine) << t.epochs
       << t.train.loss << t.train.accuracy << t.test.loss << t.test.accuracy << t.seconds;
  add_sweep_values(line, header, t.point);
  return std::string(line.end());
}

std::string curve_lines(const RecordedTrial& trial, const RunHeader& header) {
  std::string lines;
  CsvLine line;
  line << std::string_view(trial.model) << trial.seed;
  line.keep_as_prefix();
  for (const CurvePoint& p : trial.curve) {
    line << p.epoch << p.train.loss << p.train.accuracy << p.test.loss << p.test.accuracy;
    add_sweep_values(line, header, trial.point);
    lines += line.end();
  }
  return lines;
}

std::string layer_lines(const RecordedTrial& trial, const RunHeader& header) {
  std::string lines;
  CsvLine line;
  line << std::string_view(trial.model) << trial.seed;
  line.keep_as_prefix();
  for (const LayerStatistics& p : trial.layer_statistics) {
    line << p.epoch << p.layer << p.zeros << p.dead << p.saturated << p.gradient_norm;
    add_sweep_values(line, header, trial.point);
    lines += line.end();
  }
  return lines;
}

// Writes all tables in one pass over the record, health.csv only if there are layer statistics. Returns the trials.
std::vector<TrialRecord> export_tables(RunRecord& record, const std::filesystem::path& run_directory, unsigned jobs) {
  const RunHeader& header = record.header();
  AtomicFile trials(run_directory / "trials.csv"), curves(run_directory / "curves.csv");
  std::optional<AtomicFile> layers;
  trials.write(header_line({"model", "seed", "status", "engine", "epochs", "train_loss", "train_accuracy", "test_loss",
                            "test_accuracy", "seconds"},
                           header));
  curves.write(
      header_line({"model", "seed", "epoch", "train_loss", "train_accuracy", "test_loss", "test_accuracy"}, header));
  std::vector<TrialRecord> all;
  const auto make = [&](Lines&& lines) {
    for (const RecordedTrial& trial : lines.recorded) {
      lines.trials += trial_line(trial, header);
      lines.curves += curve_lines(trial, header);
      lines.layers += layer_lines(trial, header);
    }
    return std::move(lines);
  };
  const auto write = [&](Lines&& lines) {
    trials.write(lines.trials);
    curves.write(lines.curves);
    if (!lines.layers.empty()) {
      if (!layers) {
        layers.emplace(run_directory / "health.csv");
        layers->write(
            header_line({"model", "seed", "epoch", "layer", "zeros", "dead", "saturated", "gradient_norm"}, header));
      }
      layers->write(lines.layers);
    }
    for (RecordedTrial& trial : lines.recorded) all.push_back(std::move(trial));
  };
  TrialReader reader = record.reader();
  parallel_pipeline(
      jobs, [&] { return next_trials(reader); }, make, write);
  trials.commit();
  curves.commit();
  if (layers) layers->commit();
  return all;
}

// The matrices of all models, without the cells that are 0. Nothing without a held-out sample of classes.
void export_confusions(const Summary& summary, const std::filesystem::path& run_directory) {
  std::string lines;
  for (const ModelSummary& model : summary.models) {
    const std::vector<std::string> classes = summary.classes(model);
    for (const ConfusionCell& cell : model.confusion.cells) {
      CsvLine line;
      line << std::string_view(model.model.name) << std::string_view(classes.at(static_cast<std::size_t>(cell.label)))
           << std::string_view(classes.at(static_cast<std::size_t>(cell.prediction))) << cell.samples;
      add_sweep_values(line, summary.header, model.model.point);
      lines += line.end();
    }
  }
  if (lines.empty()) return;
  write_file(run_directory / "confusion.csv",
             header_line({"model", "class", "predicted", "samples"}, summary.header) + lines);
}

// A line for each standardized feature, and for the target.
std::string scaling_lines(const Preprocessing& preprocessing, const DataRecord& data, const TrialRecord& trial,
                          const RunHeader& header) {
  std::string lines;
  const auto add = [&](std::string_view role, const std::string& column, const Scaling& scaling, std::size_t i) {
    CsvLine line;
    line << trial.seed << role << std::string_view(column) << scaling.means.at(i) << scaling.deviations.at(i);
    add_sweep_values(line, header, trial.point);
    lines += line.end();
  };
  for (const FeatureRecord& feature : data.features) {
    const bool is_scaled = feature.type == "number" || feature.type == "date";
    if (is_scaled && !preprocessing.inputs.is_identity())
      add("feature", feature.name, preprocessing.inputs, static_cast<std::size_t>(feature.first_input));
  }
  if (!preprocessing.targets.is_identity()) add("target", data.label, preprocessing.targets, 0);
  return lines;
}

// Means and deviations of the columns that were standardized, for each sweep point and seed. Nothing without any.
void export_scalings(RunRecord& record, const std::vector<TrialRecord>& trials,
                     const std::filesystem::path& run_directory) {
  const RunHeader& header = record.header();
  const std::vector<std::int64_t> data_of_point = data_of_points(header);
  std::string lines;
  std::set<std::pair<std::int64_t, std::uint32_t>> done;
  for (const TrialRecord& trial : trials) {
    const std::int64_t data = data_of_point.at(static_cast<std::size_t>(trial.point));
    if (data < 0 || header.data[static_cast<std::size_t>(data)].features.empty()) continue;
    if (!done.emplace(trial.point, trial.seed).second) continue;
    lines += scaling_lines(record.preprocessing(data, trial.seed), header.data[static_cast<std::size_t>(data)], trial,
                           header);
  }
  if (lines.empty()) return;
  write_file(run_directory / "standardized.csv",
             header_line({"seed", "role", "column", "mean", "deviation"}, header) + lines);
}

// The provenance of the first session, with that of later ones under "resumed", and of those of other runs whose trials
// were added under "merged".
std::string provenance_of(RunRecord& record) {
  const std::vector<std::string> sessions = record.sessions();
  auto provenance = nlohmann::ordered_json::parse(sessions.at(0));
  for (std::size_t i = 1; i < sessions.size(); ++i) {
    auto session = nlohmann::ordered_json::parse(sessions[i]);
    provenance[session.contains("merged_from") ? "merged" : "resumed"].push_back(std::move(session));
  }
  // One line per key. Indented JSON would put each seed on a line of its own.
  std::string text;
  for (const auto& [key, value] : provenance.items()) {
    text += (text.empty() ? "{\n  " : ",\n  ") + nlohmann::json(key).dump() + ": " + value.dump();
  }
  return text + "\n}\n";
}

}  // namespace

void export_header(RunRecord& record, const std::filesystem::path& run_directory) {
  write_file(run_directory / "config.yaml", record.header().config);
  write_file(run_directory / "provenance.json", provenance_of(record));
}

Summary export_results(RunRecord& record, const std::filesystem::path& run_directory, unsigned jobs) {
  const std::vector<TrialRecord> trials = export_tables(record, run_directory, jobs);
  Summary summary = summarise(record.header(), trials, record.stopping());
  write_file(run_directory / "summary.json", to_json(summary));
  export_confusions(summary, run_directory);
  export_scalings(record, trials, run_directory);
  return summary;
}

}  // namespace actlab
