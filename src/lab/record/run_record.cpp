#include "lab/record/run_record.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "core/error.h"
#include "lab/record/record_check.h"
#include "lab/record/record_schema.h"
#include "lab/record/run_directory.h"
#include "lab/record/seal.h"

namespace actlab {
RunRecord::RunRecord(const std::filesystem::path& run_directory, RunHeader header, Database::Access access)
    : directory_(run_directory),
      database_(std::make_unique<Database>(run_directory / record_file, access)),
      header_(std::move(header)) {}

RunRecord RunRecord::create(const std::filesystem::path& run_directory, RunHeader header,
                            const std::function<void(RunRecord&)>& also) {
  RunRecord record(run_directory, std::move(header), Database::Access::write);
  record.database_->transaction([&] {
    record.write_header();
    if (also) also(record);
  });
  return record;
}

bool RunRecord::is_empty(const std::filesystem::path& run_directory) {
  Database database(run_directory / record_file, Database::Access::read);
  Statement row = database.prepare("SELECT count(*) FROM sqlite_schema");
  row.step();
  return row.integer(0) == 0;
}

RunRecord RunRecord::open(const std::filesystem::path& run_directory, Database::Access access) {
  RunRecord record(run_directory, {}, access);
  complete_schema(*record.database_, access, run_directory.string());
  check_record(*record.database_, record.file());
  record.read_header();
  return record;
}

void RunRecord::write_header() {
  create_schema(*database_);
  database_->prepare("INSERT INTO run VALUES (?, ?, ?, ?)")
      .bind(header_.name, header_.config, header_.regression, header_.trials)
      .run();
  Statement sweep = database_->prepare("INSERT INTO sweep VALUES (?, ?, ?, ?)");
  for (std::size_t point = 0; point < header_.points.size(); ++point) {
    for (std::size_t i = 0; i < header_.sweep_keys.size(); ++i) {
      sweep.bind(point, i, header_.sweep_keys[i], header_.points[point][i]).run();
    }
  }
  Statement models = database_->prepare("INSERT INTO models VALUES (?, ?, ?, ?, ?)");
  for (std::size_t i = 0; i < header_.models.size(); ++i) {
    const ModelRecord& model = header_.models[i];
    models.bind(model.point, i, model.name, model.description, model.parameters).run();
  }
  write_documents();
}

void RunRecord::read_header() {
  Statement run = database_->prepare("SELECT name, config, regression, trials FROM run");
  run.step();
  header_.name = run.text(0);
  header_.config = run.text(1);
  header_.regression = run.integer(2) != 0;
  header_.trials = run.integer(3);
  header_.points.resize(1);
  for (Statement row = database_->prepare("SELECT point, key, value FROM sweep ORDER BY point, position");
       row.step();) {
    const auto point = static_cast<std::size_t>(row.integer(0));
    if (point == 0) header_.sweep_keys.push_back(row.text(1));
    if (point == header_.points.size()) header_.points.emplace_back();
    header_.points[point].push_back(row.text(2));
  }
  Statement row =
      database_->prepare("SELECT point, name, description, parameters FROM models ORDER BY point, position");
  while (row.step()) header_.models.push_back({row.integer(0), row.text(1), row.text(2), row.integer(3)});
  read_documents();
}

void RunRecord::save(std::span<const RecordedTrial> trials) {
  database_->transaction([&] { write_trials(*database_, trials, session_, header_); });
}

void RunRecord::import(std::span<const RecordedTrial> trials, std::int64_t session) {
  write_trials(*database_, trials, session, header_);
}

Seal RunRecord::add_details(RecordedTrial& trial) {
  const std::optional<Seal> seal = read_seal(*database_, trial.id);
  if (!seal || seal->snapshots != 0) trial.snapshots = snapshots(trial.id);
  if (!seal || seal->outputs != 0) {
    read_outputs(*database_, trial);
    if (seal && seal->outputs != checksum_of_outputs(*database_, trial.id))
      throw UsageError(fmt::format("{}: damaged: their checksum is another one",
                                   record_place(file(), "outputs", fmt::format("trial {}", trial.id))));
  }
  if (seal) trial.weights_checksum = seal->weights;
  const std::int64_t data = data_of_points(header_).at(static_cast<std::size_t>(trial.point));
  if (data >= 0) trial.preprocessing = preprocessing(data, trial.seed);
  return seal.value_or(Seal{});
}

std::int64_t RunRecord::size() {
  Statement row = database_->prepare("SELECT count(*) FROM trials");
  row.step();
  return row.integer(0);
}

TrialCounts RunRecord::counts() {
  Statement row = database_->prepare(
      "SELECT count(*), count(*) FILTER (WHERE status = 'failed'), (SELECT count(*) FROM seals WHERE session = (SELECT "
      "max(id) FROM sessions)), (SELECT 86400 * (julianday('now') - julianday(provenance ->> '$.started')) FROM "
      "sessions "
      "ORDER BY id DESC LIMIT 1) FROM trials");
  row.step();
  return {row.integer(0), row.integer(1), row.integer(2), row.is_null(3) ? 0 : row.real(3)};
}

std::vector<TrialRecord> RunRecord::trials() {
  return read_trials(*database_);
}

std::map<std::int64_t, std::string> RunRecord::damaged_trials() {
  std::map<std::int64_t, std::string> damaged;
  TrialReader trials = reader();
  std::string problem;
  while (const auto trial = trials.next(problem)) {
    if (problem.empty()) problem = problem_of_details(*trial);
    if (!problem.empty()) damaged.emplace(trial->id, problem);
  }
  return damaged;
}

void RunRecord::forget(const std::map<std::int64_t, std::string>& trials) {
  database_->transaction([&] {
    for (const auto& [trial, unused] : trials) forget_trial(*database_, trial);
  });
}

// What is wrong with the rows and the file that only some trials have; empty if nothing is.
std::string RunRecord::problem_of_details(const TrialRecord& trial) {
  const std::optional<Seal> seal = read_seal(*database_, trial.id);
  if (!seal) return "";
  if (seal->snapshots != checksum_of_snapshots(*database_, trial.id))
    return "the checksum of its snapshots is another one";
  if (seal->outputs != checksum_of_outputs(*database_, trial.id)) return "the checksum of its outputs is another one";
  if (!seal->weights) return "";
  const std::filesystem::path file = weights_file(directory_, trial, header_);
  if (checksum_of_file(file) == seal->weights) return "";
  return fmt::format("{} {}", file.string(), std::filesystem::exists(file) ? "has other weights" : "is missing");
}

bool RunRecord::is_complete() {
  Statement row = database_->prepare("SELECT count(*) FROM trials WHERE status <> ?");
  row.bind(name(TrialStatus::failed)).step();
  return row.integer(0) == header_.trials;
}

void RunRecord::add_session(std::string_view provenance) {
  session_ = import_session(provenance);
}

std::int64_t RunRecord::import_session(std::string_view provenance) {
  database_->prepare("INSERT INTO sessions (provenance) VALUES (?)").bind(provenance).run();
  Statement row = database_->prepare("SELECT max(id) FROM sessions");
  row.step();
  return row.integer(0);
}

std::string RunRecord::session(std::int64_t id) {
  Statement row = database_->prepare("SELECT provenance FROM sessions WHERE id = ?");
  return row.bind(id).step() ? row.text(0) : "{}";
}

std::vector<std::string> RunRecord::sessions() {
  std::vector<std::string> sessions;
  Statement row = database_->prepare("SELECT provenance FROM sessions ORDER BY id");
  while (row.step()) sessions.push_back(row.text(0));
  return sessions;
}

std::string RunRecord::last_instruction_set() {
  const std::vector<std::string> all = sessions();
  const auto session = all.empty() ? nlohmann::json() : nlohmann::json::parse(all.back(), nullptr, false);
  return session.is_object() && session.contains("instruction_set") && session["instruction_set"].is_string()
             ? session["instruction_set"].get<std::string>()
             : "";
}

std::map<std::string, std::int64_t> RunRecord::trials_by_instruction_set() {
  std::map<std::string, std::int64_t> counts;
  Statement row = database_->prepare(
      "SELECT json_extract(provenance, '$.instruction_set') AS isa, trials FROM (SELECT session, count(*) AS trials "
      "FROM "
      "seals GROUP BY session) JOIN sessions ON sessions.id = session WHERE json_valid(provenance) AND isa IS NOT "
      "NULL");
  while (row.step()) counts[row.text(0)] += row.integer(1);
  return counts;
}

bool RunRecord::checkpoint() try {
  constexpr int milliseconds = 500;  // to wait for programs that read
  database_->set_patience(milliseconds);
  database_->execute("PRAGMA journal_mode = DELETE");
  return true;
} catch (const std::runtime_error&) {
  return false;
}

}  // namespace actlab
