#include "lab/record/merge.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "core/error.h"
#include "lab/record/atomic_file.h"
#include "lab/record/run_directory.h"
#include "lab/record/seal.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_in_memory = 256;  // trials that are in memory

// The checksums of what training gave, whatever time it took and whichever session it was.
Seal seal_of_result(RecordedTrial trial, Seal seal) {
  trial.seconds = 0;
  seal.session = 0;
  seal.content = checksum_of_content(trial);
  return seal;
}

std::string trial_text(const TrialRecord& trial, const RunHeader& header) {
  std::string text = fmt::format("trial {} ({} with seed {}", trial.id, trial.model, trial.seed);
  for (std::size_t i = 0; i < header.sweep_keys.size(); ++i)
    text += fmt::format(", {} {}", header.sweep_keys[i], header.points.at(static_cast<std::size_t>(trial.point))[i]);
  return text + ")";
}

enum class Origin { same_run, other_run };

// That of the session, with the other run that it was taken from, unless that was merged itself.
std::string provenance_in(RunRecord& run, std::int64_t session, Origin origin) {
  if (origin == Origin::same_run) return run.session(session);
  auto provenance = nlohmann::ordered_json::parse(run.session(session));
  if (provenance.is_object() && !provenance.contains("merged_from"))
    provenance["merged_from"] = run.directory().string();
  return provenance.dump();
}

/// Adds trials to a record in batches of one session each.
class Adder {
 public:
  Adder(RunRecord& to, RunRecord& from, Origin origin) : to_(to), from_(from), origin_(origin) {}

  void add(RecordedTrial trial, const Placement& place) {
    Seal seal = from_.add_details(trial);
    const fs::path weights = weights_file(from_.directory(), trial, from_.header());
    const std::optional<TrialPlace> at = place(trial);
    if (!at) return;
    trial.id = at->id;
    trial.point = at->point;
    if (trial.snapshots.empty()) seal.snapshots = 0;
    if (is_there(trial, seal)) return;
    copy_weights(weights, trial);
    if (seal.session != session_ || batch_.size() == most_in_memory) write();
    session_ = seal.session;
    batch_.push_back(std::move(trial));
  }

  Merged finish() {
    write();
    return merged_;
  }

 private:
  // Throws UsageError if another result is recorded.
  bool is_there(const RecordedTrial& trial, const Seal& seal) {
    std::optional<RecordedTrial> there = to_.trial(trial.id);
    if (!there || (there->status == TrialStatus::failed && trial.status != TrialStatus::failed)) {
      merged_.added += there ? 0 : 1;
      return false;
    }
    ++merged_.twice;
    if (trial.status == TrialStatus::failed) return true;
    const Seal other = to_.add_details(*there);
    if (seal_of_result(std::move(*there), other) == seal_of_result(trial, seal)) return true;
    throw UsageError(fmt::format(
        "{} and another of the runs have different results for {}. Was one of them trained on another instruction set, "
        "or by another version? Leave one of them out, and train what is then missing",
        from_.directory().string(), trial_text(trial, to_.header())));
  }

  void copy_weights(const fs::path& from, const RecordedTrial& trial) {
    if (!trial.weights_checksum) return;
    const fs::path file = weights_file(to_.directory(), trial, to_.header());
    make_subdirectory(to_.directory(), weights_folder);
    fs::copy_file(from, file, fs::copy_options::overwrite_existing);
    if (checksum_of_file(file) != trial.weights_checksum)
      throw UsageError(fmt::format("{} has other weights than were recorded", from.string()));
  }

  void write() {
    if (batch_.empty()) return;
    const auto [session, is_new] = sessions_.try_emplace(session_, 0);
    if (is_new) session->second = to_.import_session(provenance_in(from_, session_, origin_));
    to_.import(batch_, session->second);
    batch_.clear();
  }

  RunRecord& to_;
  RunRecord& from_;
  Origin origin_;
  Merged merged_;
  std::vector<RecordedTrial> batch_;
  std::int64_t session_ = 0;
  std::map<std::int64_t, std::int64_t> sessions_;  // ids in `to_` by ids in `from_`
};

Merged add_placed(RunRecord& to, RunRecord& from, const Placement& place, Origin origin) {
  Adder adder(to, from, origin);
  TrialReader reader = from.reader();
  while (auto trial = reader.next()) adder.add(std::move(*trial), place);
  return adder.finish();
}

}  // namespace

Merged add_trials(RunRecord& to, RunRecord& from, const Placement& place) {
  return add_placed(to, from, place, Origin::other_run);
}

Merged move_trials(RunRecord& to, RunRecord& from, const Placement& place) {
  return add_placed(to, from, place, Origin::same_run);
}

}  // namespace actlab
