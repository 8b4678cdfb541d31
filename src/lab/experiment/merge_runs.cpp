#include "lab/experiment/merge_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "lab/experiment/pool.h"
#include "lab/experiment/trial_map.h"
#include "lab/record/exports.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

RunRecord open_record(const fs::path& run) try {
  require_run(run);
  return RunRecord::open(run, Database::Access::read);
} catch (const UsageError&) {
  throw;
} catch (const std::runtime_error& error) {
  throw UsageError(fmt::format("{} cannot be merged: {}. If it is damaged, remove it and train it again", run.string(),
                               error.what()));
}

RunRecord open_for_reading(const fs::path& run) {
  RunRecord record = open_record(run);
  if (record.document(tabulated_document))
    throw UsageError(fmt::format("{} has a table of values and no trials, so it cannot be merged", run.string()));
  if (record.stopping())
    throw UsageError(
        fmt::format("{} chose its number of seeds from its own results, so it cannot be merged", run.string()));
  return record;
}

// Throws UsageError if the data of two runs differ.
void check_data(const fs::path& run, const RunHeader& header, const RunHeader& expected) {
  for (std::size_t i = 0; i < expected.data.size(); ++i) {
    const DataRecord found = i < header.data.size() ? header.data[i] : DataRecord();
    if (found == expected.data[i]) continue;
    throw UsageError(fmt::format("{} has other data than the first run: the hash of {} is {} there and {} in the first",
                                 run.string(), expected.data[i].file, found.hash, expected.data[i].hash));
  }
}

// All runs together.
Pool pool_of(std::span<const fs::path> runs) {
  std::optional<Pool> pool;
  std::optional<RunHeader> first;
  std::set<fs::path> seen;
  for (const fs::path& run : runs) {
    const RunRecord record = open_for_reading(run);
    if (!seen.insert(fs::canonical(run)).second) throw UsageError(fmt::format("{} is given twice", run.string()));
    if (pool) {
      check_data(run, record.header(), *first);
      pool->add(record.header(), record.file());
    } else {
      first = record.header();
      pool.emplace(*first, record.file());
    }
  }
  return std::move(*pool);
}

/// Adds runs to the record of a pool.
class Merger {
 public:
  Merger(const Experiment& pool, RunRecord& to)
      : pool_(pool), to_(to), scene_seed_(pool.base.record.snapshots.seed_of(pool.base.seeds.values())) {}

  Merged add(const fs::path& run) {
    const RunDirectory held = RunDirectory::open(run);  // nobody may be training it
    RunRecord from = open_for_reading(run);
    copy_documents(from);
    const TrialMap map(load_recorded_experiment(from.header().config, from.file()), pool_, run.string());
    return add_trials(to_, from, [&](RecordedTrial& trial) {
      remove_pictures(trial);
      return map.place_of(trial);
    });
  }

 private:
  // Only one seed has snapshots and, unless they are recorded of all, layer statistics: that of the pool.
  void remove_pictures(RecordedTrial& trial) const {
    if (trial.seed == scene_seed_) return;
    trial.snapshots.clear();
    if (!pool_.base.record.health) trial.layer_statistics.clear();
  }
  void copy_documents(RunRecord& from) {
    if (const auto scene = from.scene(); scene && scene->seed == scene_seed_ && !to_.scene()) to_.set_scene(*scene);
    if (const auto json = from.document(activations_document)) add_activations(*json);
  }
  // Those of the models that were added.
  void add_activations(const std::string& json) {
    const auto known = to_.document(activations_document);
    auto all = known ? nlohmann::json::parse(*known) : nlohmann::json::array();
    for (auto& activation : nlohmann::json::parse(json)) {
      if (std::find(all.begin(), all.end(), activation) == all.end()) all.push_back(std::move(activation));
    }
    to_.set_document(activations_document, all.dump());
  }

  const Experiment& pool_;
  RunRecord& to_;
  std::uint32_t scene_seed_;
};

/// The directory of the merged run. Until it is kept, everything in a new one is removed with this object.
class Target {
 public:
  explicit Target(const fs::path& out)
      : is_new_(!is_run(out)), directory_(is_new_ ? RunDirectory::create(out) : RunDirectory::open(out)) {}
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;
  ~Target() {
    if (!is_new_ || is_kept_) return;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(directory_.path(), ignored)) fs::remove_all(entry.path(), ignored);
    fs::remove(directory_.path(), ignored);
  }

  RunRecord open(const RunHeader& header, const Invocation& invocation) {
    const std::string text = provenance(invocation);
    if (is_new_)
      return RunRecord::create(directory_.path(), header, [&](RunRecord& created) { created.add_session(text); });
    RunRecord record = RunRecord::open(directory_.path());
    if (record.header().shard)
      throw UsageError(fmt::format("{} is {} of the run: choose another directory for all of it",
                                   directory_.path().string(), to_text(*record.header().shard)));
    const std::string difference = first_difference(record.header().config, header.config);
    if (!difference.empty())
      throw UsageError(
          fmt::format("{} has another config than the runs together: {}. Choose another directory, or give "
                      "this one among the runs",
                      directory_.path().string(), difference));
    return record;
  }

  bool is_new() const { return is_new_; }
  RunDirectory keep() {
    is_kept_ = true;
    return std::move(directory_);
  }

 private:
  bool is_new_ = false, is_kept_ = false;
  RunDirectory directory_;
};

}  // namespace

MergedRun merge_runs(const fs::path& out, std::span<const fs::path> runs, const Invocation& invocation) {
  const Pool pool = pool_of(runs);
  Target target(out);
  RunRecord record = target.open(pool.header(), invocation);
  Merger merger(pool.experiment(), record);
  Merged merged;
  record.in_transaction([&] {
    if (!target.is_new()) record.add_session(provenance(invocation));
    for (const fs::path& run : runs) {
      if (fs::equivalent(run, out)) throw UsageError(fmt::format("{} cannot be merged with itself", out.string()));
      const Merged part = merger.add(run);
      merged.added += part.added;
      merged.twice += part.twice;
    }
  });
  export_header(record, out);
  return {{target.keep(), std::move(record), false}, merged};
}

}  // namespace actlab
