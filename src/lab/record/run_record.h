#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lab/record/database.h"
#include "lab/record/run_directory.h"
#include "lab/record/seal.h"
#include "lab/record/snapshot_record.h"
#include "lab/record/stopping_record.h"
#include "lab/record/trial_record.h"
#include "lab/record/trial_table.h"

namespace actlab {

/// How many trials a record has.
struct TrialCounts {
  std::int64_t recorded = 0;
  std::int64_t failed = 0;             ///< of them
  std::int64_t in_last_session = 0;    ///< trained by the last invocation
  double seconds_of_last_session = 0;  ///< since it started
};

/// The SQLite file of a run, from which all other files of its directory can be recreated. Not thread-safe. Every
/// method throws std::runtime_error if SQLite reports an error.
class RunRecord {
 public:
  /// Creates the record of a new run and writes its header. What `also` writes is part of the same transaction, so that
  /// the record has all of it or is empty.
  static RunRecord create(const std::filesystem::path& run_directory, RunHeader header,
                          const std::function<void(RunRecord&)>& also = {});

  /// True if the directory has a record without anything in it: the process that created it was ended before it wrote.
  static bool is_empty(const std::filesystem::path& run_directory);

  /// Opens the record of an existing run, which may be damaged or made by someone else. Throws UsageError if it has
  /// another schema version, no complete header, or anything that actlab does not write (record/record_check.h).
  static RunRecord open(const std::filesystem::path& run_directory, Database::Access access = Database::Access::write);

  const RunHeader& header() const { return header_; }

  /// Records the data sets of `header`, whose models are those of this run: for a record that had none.
  void set_data(const RunHeader& header);

  /// Adds trials in one transaction. Replaces a trial that is already recorded, such as one that failed.
  void save(std::span<const RecordedTrial> trials);

  /// Number of recorded trials.
  std::int64_t size();

  TrialCounts counts();

  /// All recorded trials, in the order of the plan.
  std::vector<TrialRecord> trials();
  /// The recorded trials that are not as they were recorded, with what is wrong: by the checksums of their rows and of
  /// their files of weights.
  std::map<std::int64_t, std::string> damaged_trials();
  /// Removes all rows of these trials, so that they are trained again.
  void forget(const std::map<std::int64_t, std::string>& trials);

  /// Reads all recorded trials. The reader must not outlive the record.
  TrialReader reader() { return TrialReader(*database_); }

  /// The trial with this id, as a TrialReader reads it; nothing if it is not recorded.
  std::optional<RecordedTrial> trial(std::int64_t id) { return TrialReader(*database_, id).next(); }
  /// Adds what a TrialReader leaves out: snapshots, outputs, parameters, preprocessing and the checksum of weights.
  /// Returns the trial's seal. Throws UsageError if they are not as they were recorded.
  Seal add_details(RecordedTrial& trial);

  /// Runs `work` in one transaction: if it throws, nothing is changed.
  void in_transaction(const std::function<void()>& work) { database_->transaction(work); }
  /// Adds trials that another record has, and a session that trained some of them, within a transaction.
  void import(std::span<const RecordedTrial> trials, std::int64_t session);
  std::int64_t import_session(std::string_view provenance);
  /// The provenance with this id; an empty object if there is none.
  std::string session(std::int64_t id);

  /// The scene of the run's snapshots; nothing if it takes none. This and the other functions that read documents throw
  /// UsageError if they are not what actlab writes.
  std::optional<SceneRecord> scene();
  void set_scene(const SceneRecord& scene);
  /// The snapshots of a trial, ordered by epochs.
  std::vector<SnapshotRecord> snapshots(std::int64_t trial);

  /// A JSON document for the report, by name; nothing if there is none.
  std::optional<std::string> document(std::string_view name);
  void set_document(std::string_view name, std::string_view json);

  /// What was done to the data set header().data[data] for a seed; nothing if no trial of it is recorded.
  Preprocessing preprocessing(std::int64_t data, std::uint32_t seed);

  /// Why a run that chooses its number of seeds is complete, or how far it has come; nothing for other runs.
  std::optional<StoppingRecord> stopping();
  /// Records a look at such a run. `trials` is the number of trials that it needs, as far as is known: header().trials.
  void set_stopping(const StoppingRecord& stopping, std::int64_t trials);

  /// True if every trial of the plan is recorded and none failed.
  bool is_complete();

  /// Adds the provenance of one invocation (record/provenance.h), as JSON.
  void add_session(std::string_view provenance);
  /// The provenance of each invocation, oldest first.
  std::vector<std::string> sessions();
  /// The instruction set of the last invocation; empty if there is none.
  std::string last_instruction_set();
  /// The number of trials trained with each instruction set, of the trials whose session recorded it.
  std::map<std::string, std::int64_t> trials_by_instruction_set();

  const std::filesystem::path& directory() const { return directory_; }
  /// The file, for messages.
  std::string file() const { return (directory_ / record_file).string(); }

  /// Merges the write-ahead log into the file, so that the record is one file and readable on read-only media. Returns
  /// false if it stays in two files for now, because another program reads it: nothing is missing.
  bool checkpoint();

 private:
  RunRecord(const std::filesystem::path& run_directory, RunHeader header, Database::Access access);
  void write_header();
  void read_header();
  void write_documents();
  void read_documents();
  void write_data();
  void read_data();
  std::string problem_of_details(const TrialRecord& trial);
  template <class Parse> auto parse_document(std::string_view name, const Parse& parse);

  std::filesystem::path directory_;
  std::unique_ptr<Database> database_;
  RunHeader header_;
  std::int64_t session_ = 0;  // that of this process
};

/// Name of the document with the portraits of the activations of a run.
inline constexpr std::string_view activations_document = "activations";

/// Name of the document of a run that tabulates activations: [{"activation": "tanh", "line": 0, "place": 0, "x": 1,
/// "value": …, "derivatives": […]}].
inline constexpr std::string_view tabulated_document = "tabulated";

}  // namespace actlab
