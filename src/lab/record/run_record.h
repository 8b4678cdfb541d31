#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lab/record/database.h"
#include "lab/record/snapshot_record.h"
#include "lab/record/trial_record.h"

namespace actlab {

/// Recorded trials with their curves, one after the other, in the order of the plan.
class CurveReader {
 public:
  explicit CurveReader(Database& database);

  /// Only its trial and curve are set; nothing behind the last one.
  std::optional<RecordedTrial> next();

 private:
  Statement row_;
  bool is_at_end_ = false;
};

/// The source of truth about a run: the SQLite file of its directory. Everything else there can be made again from it.
/// One thread at a time.
class RunRecord {
 public:
  /// Begins the record of a new run. The header is in it before anything else.
  static RunRecord create(const std::filesystem::path& run_directory, RunHeader header);

  /// The record of a run that was begun. Throws UsageError where it was written by another version of the schema, or
  /// was killed before its header was complete.
  static RunRecord open(const std::filesystem::path& run_directory, Database::Access access = Database::Access::write);

  const RunHeader& header() const { return header_; }

  /// Adds trials in one transaction. A trial that was there before (because it had failed) is replaced.
  void save(std::span<const RecordedTrial> trials);

  /// How many trials are recorded.
  std::int64_t size();

  /// All recorded trials, in the order of the plan.
  std::vector<TrialRecord> trials();

  CurveReader curves() { return CurveReader(*database_); }

  /// Calls `visit` with each trial of the plan's order that has it and the health of its layers.
  void for_each_layer_statistics(
      const std::function<void(const TrialRecord&, std::span<const LayerStatistics>)>& visit);

  /// What the snapshots are of; nothing where none are taken.
  std::optional<SceneRecord> scene();
  void set_scene(const SceneRecord& scene);
  /// The snapshots of a trial, by epochs.
  std::vector<SnapshotRecord> snapshots(std::int64_t trial);

  /// A JSON document for the report that is not made of trials, by name; nothing where it is not there.
  std::optional<std::string> document(std::string_view name);
  void set_document(std::string_view name, std::string_view json);

  /// True where every trial of the plan has a result that is not a failure.
  bool is_complete();

  /// Adds what one invocation says of itself (record/provenance.h), as JSON.
  void add_session(std::string_view provenance);
  /// The sessions, oldest first.
  std::vector<std::string> sessions();

  /// Folds the write-ahead log in, so that the record is one file, which also read-only media can hold.
  void checkpoint();

 private:
  RunRecord(const std::filesystem::path& run_directory, RunHeader header, Database::Access access);
  void write_header();
  void read_header();

  std::unique_ptr<Database> database_;
  RunHeader header_;
};

/// The document of a run that tabulated activations: [{"activation": "tanh", "line": 0, "place": 0, "x": 1, "value": …,
/// "derivatives": […]}].
inline constexpr std::string_view tabulated_document = "tabulated";

/// The schema's version, in the file's `PRAGMA user_version`.
inline constexpr int schema_version = 5;

}  // namespace actlab
