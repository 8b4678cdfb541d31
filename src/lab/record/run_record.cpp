#include "lab/record/run_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "core/error.h"
#include "lab/record/document_check.h"
#include "lab/record/record_check.h"
#include "lab/record/record_schema.h"
#include "lab/record/run_directory.h"
#include "lab/record/seal.h"

namespace actlab {
namespace {

constexpr std::string_view scene_document = "scene";
constexpr std::string_view stopping_document = "stopping";
constexpr std::string_view statistics_document = "statistics";
constexpr std::string_view data_document = "data";

SnapshotRecord read_snapshot(const Statement& row, bool regression) {
  SnapshotRecord snapshot;
  snapshot.epochs = static_cast<std::int32_t>(row.integer(0));
  snapshot.outputs = unpack_outputs(row.blob(1), regression);
  set_details(snapshot, row.text(2));
  return snapshot;
}

// Documents that the report reads as JSON.
std::string problem_of_document(std::string_view name, const std::string& json) {
  if (name == activations_document) return problem_of_activations(nlohmann::json::parse(json));
  if (name == tabulated_document) return problem_of_tabulated(nlohmann::json::parse(json));
  return "";
}

}  // namespace

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

// Parses a document if there is one. `parse` may return what is wrong by throwing.
template <class Parse> auto RunRecord::parse_document(std::string_view name, const Parse& parse) {
  std::optional<decltype(parse(std::string()))> parsed;
  const std::optional<std::string> json = document(name);
  if (!json) return parsed;
  try {
    parsed = parse(*json);
  } catch (const std::exception& error) {
    throw UsageError(fmt::format("{}: {}", record_place(file(), "documents", fmt::format("'{}'", name)), error.what()));
  }
  return parsed;
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
  set_document(statistics_document, nlohmann::json{{"interval", name(header_.interval)}}.dump());
  if (!header_.data.empty()) write_data();
}

// Every model of a sweep point has the data of the point.
void RunRecord::write_data() {
  set_document(data_document, to_json(DataDocument{header_.data, data_of_points(header_)}));
}

void RunRecord::read_data() {
  auto document = parse_document(data_document, [&](const std::string& json) {
    DataDocument read = data_from_json(json);
    const auto is_set = [&](std::int64_t i) { return i >= -1 && i < static_cast<std::int64_t>(read.sets.size()); };
    if (read.points.size() != header_.points.size() || !std::all_of(read.points.begin(), read.points.end(), is_set))
      throw std::runtime_error("a sweep point has no data set, or one that does not exist");
    return read;
  });
  if (!document) return;
  header_.data = std::move(document->sets);
  for (ModelRecord& model : header_.models) model.data = document->points.at(static_cast<std::size_t>(model.point));
}

void RunRecord::set_data(const RunHeader& header) {
  header_.data = header.data;
  for (std::size_t i = 0; i < header_.models.size(); ++i) header_.models[i].data = header.models.at(i).data;
  write_data();
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
  const auto interval = parse_document(statistics_document, [](const std::string& json) {
    return interval_method(nlohmann::json::parse(json).at("interval").get<std::string>());
  });
  if (interval) header_.interval = *interval;
  read_data();
}

void RunRecord::save(std::span<const RecordedTrial> trials) {
  database_->transaction([&] { write_trials(*database_, trials, session_, header_); });
}

std::int64_t RunRecord::size() {
  Statement row = database_->prepare("SELECT count(*) FROM trials");
  row.step();
  return row.integer(0);
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

std::optional<SceneRecord> RunRecord::scene() {
  return parse_document(scene_document, [&](const std::string& json) {
    SceneRecord scene = scene_from_json(json);
    if (const std::string problem = problem_of_scene(scene, header_.regression); !problem.empty())
      throw std::runtime_error(problem);
    return scene;
  });
}

void RunRecord::set_scene(const SceneRecord& scene) {
  set_document(scene_document, to_json(scene));
}

std::vector<SnapshotRecord> RunRecord::snapshots(std::int64_t trial) {
  const std::string place = record_place(file(), "snapshots", fmt::format("trial {}", trial));
  const std::optional<Seal> seal = read_seal(*database_, trial);
  if (seal && seal->snapshots != checksum_of_snapshots(*database_, trial))
    throw UsageError(place + ": damaged: their checksum is another one");
  const std::optional<SceneRecord> scene = this->scene();
  std::vector<SnapshotRecord> snapshots;
  Statement row = database_->prepare("SELECT epochs, outputs, details FROM snapshots WHERE trial = ? ORDER BY epochs");
  row.bind(trial);
  while (row.step()) {
    const std::size_t bytes = row.blob(1).size();
    if (!scene) throw UsageError(place + ": there is no scene that they show");
    try {
      snapshots.push_back(read_snapshot(row, header_.regression));
    } catch (const std::exception& error) {
      throw UsageError(fmt::format("{}: {}", place, error.what()));
    }
    const std::string problem = problem_of_snapshot(snapshots.back(), bytes, *scene, header_.regression);
    if (!problem.empty()) throw UsageError(fmt::format("{}: {}", place, problem));
  }
  return snapshots;
}

std::optional<std::string> RunRecord::document(std::string_view name) {
  Statement row = database_->prepare("SELECT json FROM documents WHERE name = ?");
  row.bind(name);
  if (!row.step()) return std::nullopt;
  std::string json = row.text(0);
  if (const std::string problem = problem_of_document(name, json); !problem.empty())
    throw UsageError(fmt::format("{}: {}", record_place(file(), "documents", fmt::format("'{}'", name)), problem));
  return json;
}

void RunRecord::set_document(std::string_view name, std::string_view json) {
  database_->prepare("INSERT OR REPLACE INTO documents VALUES (?, ?)").bind(name, json).run();
}

Preprocessing RunRecord::preprocessing(std::int64_t data, std::uint32_t seed) {
  const std::size_t inputs = header_.data.at(static_cast<std::size_t>(data)).inputs.size();
  return parse_document(preprocessing_document(data, seed),
                        [&](const std::string& json) {
                          Preprocessing read = preprocessing_from_json(json);
                          check(read, inputs);
                          return read;
                        })
      .value_or(Preprocessing());
}

std::optional<StoppingRecord> RunRecord::stopping() {
  return parse_document(stopping_document, stopping_from_json);
}

void RunRecord::set_stopping(const StoppingRecord& stopping, std::int64_t trials) {
  database_->transaction([&] {
    set_document(stopping_document, to_json(stopping));
    database_->prepare("UPDATE run SET trials = ?").bind(trials).run();
  });
  header_.trials = trials;
}

bool RunRecord::is_complete() {
  Statement row = database_->prepare("SELECT count(*) FROM trials WHERE status <> ?");
  row.bind(name(TrialStatus::failed)).step();
  return row.integer(0) == header_.trials;
}

void RunRecord::add_session(std::string_view provenance) {
  database_->prepare("INSERT INTO sessions (provenance) VALUES (?)").bind(provenance).run();
  Statement row = database_->prepare("SELECT max(id) FROM sessions");
  row.step();
  session_ = row.integer(0);
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

bool RunRecord::checkpoint() try {
  constexpr int milliseconds = 500;  // to wait for programs that read
  database_->set_patience(milliseconds);
  database_->execute("PRAGMA journal_mode = DELETE");
  return true;
} catch (const std::runtime_error&) {
  return false;
}

}  // namespace actlab
