#include "lab/record/record_schema.h"

#include <fmt/format.h>

#include "core/error.h"

namespace actlab {
namespace {

// A curve is stored as one blob, because a row per point takes far more space: its columns one after another, epochs as
// int32 and the rest as float32, little-endian. Layer statistics are stored the same way.
constexpr const char* version_5 = R"sql(
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

// {} is TEMP or nothing.
constexpr const char* added_in_6 = R"sql(
CREATE {0} TABLE confusion_matrices (
  trial INTEGER PRIMARY KEY, cells INTEGER NOT NULL, columns BLOB NOT NULL);
CREATE {0} TABLE baselines (
  point INTEGER NOT NULL, seed INTEGER NOT NULL, train_loss REAL, train_accuracy REAL, test_loss REAL,
  test_accuracy REAL, test_balanced REAL, checksum INTEGER NOT NULL, PRIMARY KEY (point, seed)) WITHOUT ROWID;
CREATE {0} TABLE seals (
  trial INTEGER PRIMARY KEY, session INTEGER NOT NULL, content INTEGER NOT NULL, snapshots INTEGER NOT NULL,
  outputs INTEGER NOT NULL, weights INTEGER);
)sql";

constexpr std::int64_t oldest_version = 5;

void set_version(Database& database) {
  database.execute(fmt::format("PRAGMA user_version = {}", schema_version));
}

}  // namespace

void create_schema(Database& database) {
  database.execute(version_5);
  database.execute(fmt::format(added_in_6, ""));
  set_version(database);
}

void complete_schema(Database& database, Database::Access access, const std::string& run_directory) {
  Statement row = database.prepare("PRAGMA user_version");
  row.step();
  const std::int64_t version = row.integer(0);
  if (version == schema_version) return;
  if (version == 0)
    throw UsageError(
        fmt::format("{} was stopped before anything was recorded: remove it and run again", run_directory));
  if (version < oldest_version || version > schema_version) {
    throw UsageError(fmt::format("{} has a record of version {}, but this runner reads versions {} to {}",
                                 run_directory, version, oldest_version, schema_version));
  }
  if (access == Database::Access::read) {
    database.execute("PRAGMA temp_store = MEMORY");
    database.execute(fmt::format(added_in_6, "TEMP"));
    return;
  }
  database.transaction([&] {
    database.execute(fmt::format(added_in_6, ""));
    set_version(database);
  });
}

}  // namespace actlab
