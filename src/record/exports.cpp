#include "record/exports.h"

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/parallel.h"
#include "record/atomic_file.h"
#include "record/csv.h"

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

void export_trials(const RunHeader& header, std::span<const TrialRecord> trials, const std::filesystem::path& path) {
  AtomicFile file(path);
  file.write(header_line({"model", "seed", "status", "engine", "epochs", "train_loss", "train_accuracy", "test_loss",
                          "test_accuracy", "seconds"},
                         header));
  CsvLine line;
  for (const TrialRecord& t : trials) {
    line << std::string_view(t.model) << t.seed << std::string_view(t.status) << std::string_view(t.engine) << t.epochs
         << t.train.loss << t.train.accuracy << t.test.loss << t.test.accuracy << t.seconds;
    add_sweep_values(line, header, t.point);
    file.write(line.end());
  }
  file.commit();
}

using TrialsAndCurves = std::vector<TrialAndCurve>;

// Some at a time, nothing at the end: handing one trial from thread to thread would cost as much as its digits.
std::optional<TrialsAndCurves> next_curves(CurveReader& curves) {
  constexpr std::size_t at_once = 32;
  TrialsAndCurves some;
  while (some.size() < at_once) {
    std::optional<TrialAndCurve> next = curves.next();
    if (!next) break;
    some.push_back(std::move(*next));
  }
  return some.empty() ? std::nullopt : std::optional(std::move(some));
}

std::string curves_text(const TrialsAndCurves& trained, const RunHeader& header) {
  std::string text;
  for (const TrialAndCurve& one : trained) {
    CsvLine line;
    line << std::string_view(one.trial.model) << one.trial.seed;
    line.begin_all();
    for (const CurveRecord& p : one.curve) {
      line << p.epoch << p.train_loss << p.train_accuracy << p.test_loss << p.test_accuracy;
      add_sweep_values(line, header, one.trial.point);
      text += line.end();
    }
  }
  return text;
}

void export_curves(RunRecord& record, const std::filesystem::path& path, unsigned jobs) {
  const RunHeader& header = record.header();
  AtomicFile file(path);
  file.write(
      header_line({"model", "seed", "epoch", "train_loss", "train_accuracy", "test_loss", "test_accuracy"}, header));
  CurveReader curves = record.curves();
  parallel_pipeline(
      jobs, [&] { return next_curves(curves); },
      [&](const TrialsAndCurves& trained) { return curves_text(trained, header); },
      [&](const std::string& text) { file.write(text); });
  file.commit();
}

// Only where there is any: most runs do not ask for it.
void export_health(RunRecord& record, const std::filesystem::path& path) {
  const RunHeader& header = record.header();
  std::optional<AtomicFile> file;
  CsvLine line;
  record.for_each_health([&](const TrialRecord& trial, std::span<const HealthRecord> health) {
    if (!file) {
      file.emplace(path);
      file->write(
          header_line({"model", "seed", "epoch", "layer", "zeros", "dead", "saturated", "gradient_norm"}, header));
    }
    for (const HealthRecord& p : health) {
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
  const std::vector<TrialRecord> trials = record.trials();
  export_trials(record.header(), trials, run_directory / "trials.csv");
  export_curves(record, run_directory / "curves.csv", jobs);
  export_health(record, run_directory / "health.csv");
  Summary summary = summarise(record.header(), trials);
  write_file(run_directory / "summary.json", to_json(summary));
  return summary;
}

}  // namespace actlab
