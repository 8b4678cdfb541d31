#include "lab/experiment/merge_runs.h"

#include <fmt/format.h>

#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include "core/error.h"
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

// The trials of the whole run that a record belongs to.
std::int64_t trials_of(const RunHeader& header) {
  return header.shard ? header.shard->trials : header.trials;
}

// Throws UsageError if two records do not belong to one run.
void check_same_run(const fs::path& run, const RunHeader& header, const fs::path& other, const RunHeader& expected) {
  std::string difference = first_difference(header.config, expected.config);
  for (std::size_t i = 0; difference.empty() && i < expected.data.size(); ++i) {
    const DataRecord found = i < header.data.size() ? header.data[i] : DataRecord();
    if (found == expected.data[i]) continue;
    difference = fmt::format("the data of {} have changed: their hash is {} there and {} here", expected.data[i].file,
                             found.hash, expected.data[i].hash);
  }
  if (difference.empty() && trials_of(header) != trials_of(expected))
    difference = fmt::format("it has {} trials there and {} here", trials_of(header), trials_of(expected));
  if (difference.empty()) return;
  throw UsageError(fmt::format("{} and {} are not of one run: {}", run.string(), other.string(), difference));
}

// The header of the run that all `runs` belong to.
RunHeader common_header(std::span<const fs::path> runs) {
  std::optional<RunHeader> common;
  std::set<fs::path> seen;
  for (const fs::path& run : runs) {
    const RunRecord record = open_for_reading(run);
    if (!seen.insert(fs::canonical(run)).second) throw UsageError(fmt::format("{} is given twice", run.string()));
    if (common)
      check_same_run(run, record.header(), runs.front(), *common);
    else
      common = record.header();
  }
  common->trials = trials_of(*common);
  common->shard.reset();
  return *common;
}

// Documents that all shards have, or only the one with the first seed.
void copy_documents(RunRecord& to, RunRecord& from) {
  if (const auto json = from.document(activations_document); json && !to.document(activations_document))
    to.set_document(activations_document, *json);
  if (const auto scene = from.scene(); scene && !to.scene()) to.set_scene(*scene);
}

Merged add_run(RunRecord& to, const fs::path& run) {
  const RunDirectory held = RunDirectory::open(run);  // nobody may be training it
  RunRecord from = open_for_reading(run);
  copy_documents(to, from);
  return add_trials(to, from, [](const RecordedTrial& trial) { return TrialPlace{trial.id, trial.point}; });
}

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
    check_same_run(directory_.path(), record.header(), "the others", header);
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
  const RunHeader header = common_header(runs);
  Target target(out);
  RunRecord record = target.open(header, invocation);
  Merged merged;
  record.in_transaction([&] {
    if (!target.is_new()) record.add_session(provenance(invocation));
    for (const fs::path& run : runs) {
      if (fs::equivalent(run, out)) throw UsageError(fmt::format("{} cannot be merged with itself", out.string()));
      const Merged part = add_run(record, run);
      merged.added += part.added;
      merged.twice += part.twice;
    }
  });
  export_header(record, out);
  return {{target.keep(), std::move(record), false}, merged};
}

}  // namespace actlab
