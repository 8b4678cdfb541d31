#include "lab/experiment/extend.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "core/error.h"
#include "lab/experiment/trial_map.h"
#include "lab/record/exports.h"
#include "lab/record/merge.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

// The new record is made here, in the run's directory, so that it can replace the old one by renaming.
constexpr std::string_view workshop_name = "extending";

/// A directory that is removed with this object.
class Workshop {
 public:
  explicit Workshop(fs::path path) : path_(std::move(path)) {
    fs::remove_all(path_);  // of a process that was killed
    fs::create_directory(path_);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;
  ~Workshop() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// True if a trial has what the plan records of it, and nothing else.
bool is_as_planned(const Trial& planned, const RecordedTrial& trial) {
  if (trial.status == TrialStatus::failed) return false;
  if (planned.measure_health == trial.layer_statistics.empty() && planned.training->epochs > 0) return false;
  std::vector<std::int64_t> epochs;
  for (const SnapshotRecord& snapshot : trial.snapshots) epochs.push_back(snapshot.epochs);
  if (trial.status == TrialStatus::finished) return epochs == planned.snapshot_epochs;
  return epochs.empty() == planned.snapshot_epochs.empty();  // training ended before the others
}

void check_can_be_extended(const Plan& plan, RunRecord& record, const fs::path& run) {
  const std::string name = run.string();
  if (record.header().shard)
    throw UsageError(fmt::format("{} is {} of a run: merge all shards first, and extend the merged run", name,
                                 to_text(*record.header().shard)));
  if (plan.rule || record.stopping())
    throw UsageError(
        fmt::format("{} cannot be extended: a run that chooses its number of seeds is not comparable with "
                    "one of more seeds. Start a new run",
                    name));
  if (record.document(tabulated_document))
    throw UsageError(fmt::format("{} has a table of values and no trials, so it cannot be extended", name));
}

// The provenance of the invocation, with what it found.
std::string extended_provenance(const Invocation& invocation, std::int64_t kept) {
  auto json = nlohmann::ordered_json::parse(provenance(invocation));
  json["extended"] = {{"trials_kept", kept}};
  return json.dump();
}

/// What an old record had that stays in the new one.
struct Kept {
  std::int64_t trials = 0;
  std::vector<fs::path> weights{};  ///< files of the old trials, which may have another name now
};

// Writes the record of the plan, with the trials of the old one that can be kept.
Kept rewrite(const Plan& plan, const TrialMap& map, RunRecord& old, const fs::path& to) {
  Kept kept;
  RunRecord record = RunRecord::create(to, plan.header, [&](RunRecord& created) {
    if (plan.scene) created.set_scene(*plan.scene);
    const auto place = [&](const RecordedTrial& trial) -> std::optional<TrialPlace> {
      if (trial.weights_checksum) kept.weights.push_back(weights_file(old.directory(), trial, old.header()));
      const TrialPlace at = map.place_of(trial);
      const Trial& planned = plan.trials.at(static_cast<std::size_t>(at.id));
      return is_as_planned(planned, trial) ? std::optional(at) : std::nullopt;
    };
    kept.trials = move_trials(created, old, place).added;
  });
  if (!record.checkpoint()) throw std::runtime_error(fmt::format("{} is in use", record.file()));
  return kept;
}

// A log that an interrupted run left belongs to the old record and must not be taken for the new one's.
void finish_log(const fs::path& run) {
  if (!fs::exists((run / record_file).string() + "-wal")) return;
  if (!RunRecord::open(run).checkpoint())
    throw UsageError(
        fmt::format("{} is read by another program; close it and try again", (run / record_file).string()));
}

// Weights first: the old record still finds its own, and a file that it does not expect is trained again.
void replace(const fs::path& run, const fs::path& by, const Kept& kept) {
  std::error_code ignored;
  std::set<fs::path> moved;
  if (fs::is_directory(by / weights_folder, ignored)) {
    fs::create_directory(run / weights_folder, ignored);
    for (const auto& file : fs::directory_iterator(by / weights_folder)) {
      const fs::path to = run / weights_folder / file.path().filename();
      fs::rename(file.path(), to);
      moved.insert(to);
    }
  }
  fs::rename(by / record_file, run / record_file);
  for (const fs::path& file : kept.weights) {
    if (!moved.contains(file)) fs::remove(file, ignored);
  }
}

}  // namespace

Session extend_run(const Plan& plan, const Experiment& experiment, const fs::path& directory, Invocation invocation) {
  RunDirectory held = RunDirectory::open(directory);
  std::optional<Workshop> workshop;
  Kept kept;
  {
    RunRecord old = RunRecord::open(directory, Database::Access::read);
    check_can_be_extended(plan, old, directory);
    const TrialMap map(load_recorded_experiment(old.header().config, old.file()), experiment, directory.string());
    check_same_data(old.header().data, plan.header.data, directory);
    keep_instruction_set(old, invocation);
    kept = rewrite(plan, map, old, workshop.emplace(directory / workshop_name).path());
  }
  finish_log(directory);
  replace(directory, workshop->path(), kept);
  workshop.reset();
  RunRecord record = RunRecord::open(directory);
  record.add_session(extended_provenance(invocation, kept.trials));
  export_header(record, directory);
  return {std::move(held), std::move(record), true};
}

}  // namespace actlab
