#include "lab/record/run_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "core/error.h"
#include "lab/record/run_directory.h"

namespace actlab {
namespace {

// A curve is stored as one blob, because a row per point takes far more space: its columns one after another, epochs as
// int32 and the rest as float32, little-endian. Layer statistics are stored the same way.
constexpr const char* schema = R"sql(
CREATE TABLE run (
  name TEXT NOT NULL, config TEXT NOT NULL, regression INTEGER NOT NULL, trials INTEGER NOT NULL);
CREATE TABLE sweep (
  point INTEGER NOT NULL, position INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (point, position)) WITHOUT ROWID;
CREATE TABLE models (
  point INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL,
  parameters INTEGER NOT NULL, PRIMARY KEY (point, position)) WITHOUT ROWID;
CREATE TABLE sessions (id INTEGER PRIMARY KEY, provenance TEXT NOT NULL);
CREATE TABLE trials (
  id INTEGER PRIMARY KEY, model TEXT NOT NULL, seed INTEGER NOT NULL, point INTEGER NOT NULL, status TEXT NOT NULL,
  engine TEXT NOT NULL, epochs INTEGER NOT NULL, train_loss REAL, train_accuracy REAL, test_loss REAL,
  test_accuracy REAL, seconds REAL, message TEXT NOT NULL);
CREATE TABLE curves (
  trial INTEGER PRIMARY KEY REFERENCES trials (id), points INTEGER NOT NULL, columns BLOB NOT NULL);
CREATE TABLE health (
  trial INTEGER PRIMARY KEY REFERENCES trials (id), points INTEGER NOT NULL, columns BLOB NOT NULL);
CREATE TABLE snapshots (
  trial INTEGER NOT NULL REFERENCES trials (id), epochs INTEGER NOT NULL, outputs BLOB NOT NULL,
  details TEXT NOT NULL, PRIMARY KEY (trial, epochs)) WITHOUT ROWID;
CREATE TABLE outputs (
  trial INTEGER NOT NULL REFERENCES trials (id), layer INTEGER NOT NULL, sample INTEGER NOT NULL,
  unit INTEGER NOT NULL, value REAL, PRIMARY KEY (trial, layer, sample, unit)) WITHOUT ROWID;
CREATE TABLE parameters (
  trial INTEGER NOT NULL REFERENCES trials (id), layer INTEGER NOT NULL, unit INTEGER NOT NULL,
  input INTEGER NOT NULL, value REAL, PRIMARY KEY (trial, layer, unit, input)) WITHOUT ROWID;
CREATE TABLE documents (name TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
)sql";

using Blob = std::span<const std::byte>;

constexpr std::string_view scene_document = "scene";
constexpr std::string_view stopping_document = "stopping";
constexpr std::string_view statistics_document = "statistics";

constexpr const char* trial_columns =
    "id, model, seed, point, status, engine, epochs, train_loss, train_accuracy, test_loss, test_accuracy, seconds, "
    "message";

TrialStatus status_of(std::string_view text) {
  const auto found = std::find(trial_status_names.begin(), trial_status_names.end(), text);
  if (found == trial_status_names.end()) throw std::runtime_error(fmt::format("unknown trial status '{}'", text));
  return static_cast<TrialStatus>(found - trial_status_names.begin());
}

TrialRecord trial_of(const Statement& row) {
  TrialRecord trial;
  trial.id = row.integer(0);
  trial.model = row.text(1);
  trial.seed = static_cast<std::uint32_t>(row.integer(2));
  trial.point = row.integer(3);
  trial.status = status_of(row.text(4));
  trial.engine = row.text(5);
  trial.epochs = row.integer(6);
  trial.train = {row.real(7), row.real(8)};
  trial.test = {row.real(9), row.real(10)};
  trial.seconds = row.real(11);
  trial.message = row.text(12);
  return trial;
}

// Packs the fields of rows column by column: each field of a row has 4 bytes.
template <class Row> std::vector<std::byte> pack(const std::vector<Row>& rows) {
  static_assert(std::is_trivially_copyable_v<Row> && sizeof(Row) % sizeof(float) == 0);
  std::vector<std::byte> blob(rows.size() * sizeof(Row));
  std::byte* to = blob.data();
  for (std::size_t offset = 0; offset < sizeof(Row); offset += sizeof(float)) {
    for (const Row& row : rows) {
      std::memcpy(to, reinterpret_cast<const std::byte*>(&row) + offset, sizeof(float));
      to += sizeof(float);
    }
  }
  return blob;
}

template <class Row> std::vector<Row> unpack(std::string_view blob) {
  std::vector<Row> rows(blob.size() / sizeof(Row));
  const char* from = blob.data();
  for (std::size_t offset = 0; offset < sizeof(Row); offset += sizeof(float)) {
    for (Row& row : rows) {
      std::memcpy(reinterpret_cast<std::byte*>(&row) + offset, from, sizeof(float));
      from += sizeof(float);
    }
  }
  return rows;
}

}  // namespace

TrialReader::TrialReader(Database& database)
    : row_(database.prepare(fmt::format("SELECT {}, curves.columns, health.columns FROM trials LEFT JOIN curves ON "
                                        "curves.trial = id LEFT JOIN health ON health.trial = id ORDER BY id",
                                        trial_columns))) {}

std::optional<RecordedTrial> TrialReader::next() {
  if (!is_at_end_) is_at_end_ = !row_.step();  // stepping a finished statement restarts it
  if (is_at_end_) return std::nullopt;
  return RecordedTrial{trial_of(row_), unpack<CurvePoint>(row_.blob(13)), unpack<LayerStatistics>(row_.blob(14))};
}

RunRecord::RunRecord(const std::filesystem::path& run_directory, RunHeader header, Database::Access access)
    : database_(std::make_unique<Database>(run_directory / record_file, access)), header_(std::move(header)) {}

RunRecord RunRecord::create(const std::filesystem::path& run_directory, RunHeader header) {
  RunRecord record(run_directory, std::move(header), Database::Access::write);
  record.database_->transaction([&] { record.write_header(); });
  return record;
}

RunRecord RunRecord::open(const std::filesystem::path& run_directory, Database::Access access) {
  RunRecord record(run_directory, {}, access);
  Statement version = record.database_->prepare("PRAGMA user_version");
  version.step();
  if (version.integer(0) == 0) {
    throw UsageError(
        fmt::format("{} was stopped before anything was recorded: remove it and run again", run_directory.string()));
  }
  if (version.integer(0) != schema_version) {
    throw UsageError(fmt::format("{} has a record of version {}, but this runner reads version {}",
                                 run_directory.string(), version.integer(0), schema_version));
  }
  record.read_header();
  return record;
}

void RunRecord::write_header() {
  database_->execute(schema);
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
  database_->execute(fmt::format("PRAGMA user_version = {}", schema_version));
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
  if (const std::optional<std::string> statistics = document(statistics_document))
    header_.interval = interval_method(nlohmann::json::parse(*statistics).at("interval").get<std::string>());
}

void RunRecord::save(std::span<const RecordedTrial> trials) {
  database_->transaction([&] {
    Statement insert = database_->prepare(fmt::format(
        "INSERT OR REPLACE INTO trials ({}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", trial_columns));
    Statement insert_curve = database_->prepare("INSERT OR REPLACE INTO curves VALUES (?, ?, ?)");
    Statement insert_layers = database_->prepare("INSERT OR REPLACE INTO health VALUES (?, ?, ?)");
    Statement insert_snapshot = database_->prepare("INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?)");
    Statement insert_output = database_->prepare("INSERT OR REPLACE INTO outputs VALUES (?, ?, ?, ?, ?)");
    Statement insert_parameter = database_->prepare("INSERT OR REPLACE INTO parameters VALUES (?, ?, ?, ?, ?)");
    for (const RecordedTrial& t : trials) {
      insert
          .bind(t.id, t.model, t.seed, t.point, name(t.status), t.engine, t.epochs, t.train.loss, t.train.accuracy,
                t.test.loss, t.test.accuracy, t.seconds, t.message)
          .run();
      insert_curve.bind(t.id, t.curve.size(), Blob(pack(t.curve))).run();
      if (!t.layer_statistics.empty())
        insert_layers.bind(t.id, t.layer_statistics.size(), Blob(pack(t.layer_statistics))).run();
      for (const SnapshotRecord& s : t.snapshots)
        insert_snapshot.bind(t.id, s.epochs, Blob(pack_outputs(s.outputs, header_.regression)), details_to_json(s))
            .run();
      for (const OutputRecord& o : t.outputs) insert_output.bind(t.id, o.layer, o.sample, o.unit, o.value).run();
      for (const ParameterRecord& p : t.parameters)
        insert_parameter.bind(t.id, p.layer, p.unit, p.input, p.value).run();
    }
  });
}

std::int64_t RunRecord::size() {
  Statement row = database_->prepare("SELECT count(*) FROM trials");
  row.step();
  return row.integer(0);
}

std::vector<TrialRecord> RunRecord::trials() {
  std::vector<TrialRecord> trials;
  Statement row = database_->prepare(fmt::format("SELECT {} FROM trials ORDER BY id", trial_columns));
  while (row.step()) trials.push_back(trial_of(row));
  return trials;
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
