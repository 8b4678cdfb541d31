#include "lab/record/run_record.h"

#include <fmt/format.h>

#include <utility>

#include "lab/record/record_schema.h"
#include "lab/record/run_directory.h"

namespace actlab {
namespace {

constexpr std::string_view scene_document = "scene";
constexpr std::string_view stopping_document = "stopping";
constexpr std::string_view data_document = "data";

}  // namespace

RunRecord::RunRecord(const std::filesystem::path& run_directory, RunHeader header, Database::Access access)
    : database_(std::make_unique<Database>(run_directory / record_file, access)), header_(std::move(header)) {}

RunRecord RunRecord::create(const std::filesystem::path& run_directory, RunHeader header) {
  RunRecord record(run_directory, std::move(header), Database::Access::write);
  record.database_->transaction([&] { record.write_header(); });
  return record;
}

RunRecord RunRecord::open(const std::filesystem::path& run_directory, Database::Access access) {
  RunRecord record(run_directory, {}, access);
  complete_schema(*record.database_, access, run_directory.string());
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
  if (!header_.data.empty()) write_data();
}

// Every model of a sweep point has the data of the point.
void RunRecord::write_data() {
  set_document(data_document, to_json(DataDocument{header_.data, data_of_points(header_)}));
}

void RunRecord::read_data() {
  const std::optional<std::string> json = document(data_document);
  if (!json) return;
  DataDocument document = data_from_json(*json);
  header_.data = std::move(document.sets);
  for (ModelRecord& model : header_.models) model.data = document.points.at(static_cast<std::size_t>(model.point));
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
  read_data();
}

void RunRecord::save(std::span<const RecordedTrial> trials) {
  database_->transaction([&] { write_trials(*database_, trials, header_); });
}

std::int64_t RunRecord::size() {
  Statement row = database_->prepare("SELECT count(*) FROM trials");
  row.step();
  return row.integer(0);
}

std::vector<TrialRecord> RunRecord::trials() {
  return read_trials(*database_);
}

std::optional<SceneRecord> RunRecord::scene() {
  const std::optional<std::string> json = document(scene_document);
  if (!json) return std::nullopt;
  return scene_from_json(*json);
}

void RunRecord::set_scene(const SceneRecord& scene) {
  set_document(scene_document, to_json(scene));
}

std::vector<SnapshotRecord> RunRecord::snapshots(std::int64_t trial) {
  std::vector<SnapshotRecord> snapshots;
  Statement row = database_->prepare("SELECT epochs, outputs, details FROM snapshots WHERE trial = ? ORDER BY epochs");
  row.bind(trial);
  while (row.step()) {
    SnapshotRecord& snapshot = snapshots.emplace_back();
    snapshot.epochs = static_cast<std::int32_t>(row.integer(0));
    snapshot.outputs = unpack_outputs(row.blob(1), header_.regression);
    set_details(snapshot, row.text(2));
  }
  return snapshots;
}

std::optional<std::string> RunRecord::document(std::string_view name) {
  Statement row = database_->prepare("SELECT json FROM documents WHERE name = ?");
  row.bind(name);
  if (!row.step()) return std::nullopt;
  return row.text(0);
}

void RunRecord::set_document(std::string_view name, std::string_view json) {
  database_->prepare("INSERT OR REPLACE INTO documents VALUES (?, ?)").bind(name, json).run();
}

Preprocessing RunRecord::preprocessing(std::int64_t data, std::uint32_t seed) {
  const std::optional<std::string> json = document(preprocessing_document(data, seed));
  return json ? preprocessing_from_json(*json) : Preprocessing();
}

std::optional<StoppingRecord> RunRecord::stopping() {
  const std::optional<std::string> json = document(stopping_document);
  if (!json) return std::nullopt;
  return stopping_from_json(*json);
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
}

std::vector<std::string> RunRecord::sessions() {
  std::vector<std::string> sessions;
  Statement row = database_->prepare("SELECT provenance FROM sessions ORDER BY id");
  while (row.step()) sessions.push_back(row.text(0));
  return sessions;
}

void RunRecord::checkpoint() {
  database_->execute("PRAGMA journal_mode = DELETE");
}

}  // namespace actlab
