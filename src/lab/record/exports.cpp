#include "lab/record/exports.h"

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
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

/// Some trials and their lines of both tables.
struct Lines {
  std::vector<RecordedTrial> of;
  std::string trials, curves;
};

// Some at a time, nothing at the end: handing one trial from thread to thread would cost as much as its digits.
std::optional<Lines> next_trials(CurveReader& curves) {
  constexpr std::size_t at_once = 32;
  Lines lines;
  while (lines.of.size() < at_once) {
    std::optional<RecordedTrial> next = curves.next();
    if (!next) break;
    lines.of.push_back(std::move(*next));
  }
  return lines.of.empty() ? std::nullopt : std::optional(std::move(lines));
}

std::string trial_line(const TrialRecord& t, const RunHeader& header) {
  CsvLine line;
  line << std::string_view(t.model) << t.seed << name(t.status) << std::string_view(t.engine) << t.epochs
       << t.train.loss << t.train.accuracy << t.test.loss << t.test.accuracy << t.seconds;
  add_sweep_values(line, header, t.point);
  return std::string(line.end());
}

std::string curve_lines(const RecordedTrial& trained, const RunHeader& header) {
  std::string lines;
  CsvLine line;
  line << std::string_view(trained.model) << trained.seed;
  line.begin_all();
  for (const CurvePoint& p : trained.curve) {
    line << p.epoch << p.train.loss << p.train.accuracy << p.test.loss << p.test.accuracy;
    add_sweep_values(line, header, trained.point);
    lines += line.end();
  }
  return lines;
}

// Both tables in one reading of the record; returns its trials.
std::vector<TrialRecord> export_trials_and_curves(RunRecord& record, const std::filesystem::path& run_directory,
                                                  unsigned jobs) {
  const RunHeader& header = record.header();
  AtomicFile trials(run_directory / "trials.csv"), curves(run_directory / "curves.csv");
  trials.write(header_line({"model", "seed", "status", "engine", "epochs", "train_loss", "train_accuracy", "test_loss",
                            "test_accuracy", "seconds"},
                           header));
  curves.write(
      header_line({"model", "seed", "epoch", "train_loss", "train_accuracy", "test_loss", "test_accuracy"}, header));
  std::vector<TrialRecord> all;
  const auto make = [&](Lines&& lines) {
    for (const RecordedTrial& trained : lines.of) {
      lines.trials += trial_line(trained, header);
      lines.curves += curve_lines(trained, header);
    }
    return std::move(lines);
  };
  const auto write = [&](Lines&& lines) {
    trials.write(lines.trials);
    curves.write(lines.curves);
    for (RecordedTrial& trained : lines.of) all.push_back(std::move(trained));
  };
  CurveReader reader = record.curves();
  parallel_pipeline(
      jobs, [&] { return next_trials(reader); }, make, write);
  trials.commit();
  curves.commit();
  return all;
}

// Only where there is any: most runs do not ask for it.
void export_health(RunRecord& record, const std::filesystem::path& path) {
  const RunHeader& header = record.header();
  std::optional<AtomicFile> file;
  CsvLine line;
  record.for_each_layer_statistics([&](const TrialRecord& trial, std::span<const LayerStatistics> health) {
    if (!file) {
      file.emplace(path);
      file->write(
          header_line({"model", "seed", "epoch", "layer", "zeros", "dead", "saturated", "gradient_norm"}, header));
    }
    for (const LayerStatistics& p : health) {
      line << std::string_view(trial.model) << trial.seed << p.epoch << p.layer << p.zeros << p.dead << p.saturated
           << p.gradient_norm;
      add_sweep_values(line, header, trial.point);
      file->write(line.end());
    }
  });
  if (file) file->commit();
}

// The first session's, with those that resumed the run after it.
std::string provenance_of(RunRecord& record) {
  const std::vector<std::string> sessions = record.sessions();
  auto provenance = nlohmann::ordered_json::parse(sessions.at(0));
  for (std::size_t i = 1; i < sessions.size(); ++i) {
    provenance["resumed"].push_back(nlohmann::ordered_json::parse(sessions[i]));
  }
  // A line a fact: indenting would give each of a thousand seeds its own.
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
  const std::vector<TrialRecord> trials = export_trials_and_curves(record, run_directory, jobs);
  export_health(record, run_directory / "health.csv");
  Summary summary = summarise(record.header(), trials);
  write_file(run_directory / "summary.json", to_json(summary));
  return summary;
}

}  // namespace actlab
