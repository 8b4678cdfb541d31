#include "lab/experiment/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalogue/kernels/isa.h"
#include "core/error.h"
#include "core/log.h"
#include "lab/config/node.h"
#include "lab/record/exports.h"
#include "lab/training/dataset_of.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

std::string value_text(const Node* node) {
  return node == nullptr ? "missing" : to_flow(*node);
}

std::string compare(const Node* there, const Node* here, const std::string& path) {
  if (there != nullptr && here != nullptr && there->is_mapping() && here->is_mapping()) {
    const auto below = [&](const std::string& key) { return path.empty() ? key : path + "." + key; };
    for (const Node::Entry& entry : here->entries) {
      const std::string found = compare(there->find(entry.key), &entry.value, below(entry.key));
      if (!found.empty()) return found;
    }
    for (const Node::Entry& entry : there->entries) {
      if (here->find(entry.key) == nullptr) return compare(&entry.value, nullptr, below(entry.key));
    }
    return "";
  }
  const std::string value_there = value_text(there);
  const std::string value_here = value_text(here);
  if (value_there == value_here) return "";
  return fmt::format("{} is {} there and {} here", path, value_there, value_here);
}

// Trials that are not as they were recorded are trained again.
void forget_damaged_trials(RunRecord& record) {
  const std::map<std::int64_t, std::string> damaged = record.damaged_trials();
  for (const auto& [trial, problem] : damaged)
    log_warning("{}: trial {} is damaged ({}) and is trained again", record.file(), trial, problem);
  record.forget(damaged);
}

}  // namespace

void keep_instruction_set(RunRecord& record, Invocation& invocation) {
  const std::string earlier = record.last_instruction_set();
  if (earlier.empty() || earlier == invocation.instruction_set) return;
  const auto isa = parse_isa(earlier);
  const std::vector<Isa> available = available_isas();
  if (isa && std::find(available.begin(), available.end(), *isa) != available.end()) {
    log_info("continuing with {} kernels, as the trials that are recorded; this processor would use {}", earlier,
             invocation.instruction_set);
    set_isa(*isa);
    invocation.instruction_set = earlier;
    return;
  }
  log_warning(
      "the trials that are recorded were trained with {} kernels, which this processor does not have; the others are "
      "trained with {}. A long training can end elsewhere: compare seeds of one instruction set, or run all of them "
      "again",
      earlier, invocation.instruction_set);
}

namespace {

std::string text_of(const std::optional<Shard>& shard) {
  return shard ? to_text(*shard) : "all trials";
}

// What differs between a run and the plan: a key of the config, or the part that is trained; empty if nothing does.
std::string difference_from_plan(const RunHeader& run, const Plan& plan) {
  const std::string difference = first_difference(run.config, plan.header.config);
  if (!difference.empty() || run.shard == plan.header.shard) return difference;
  return fmt::format("it is for {} there and {} here", text_of(run.shard), text_of(plan.header.shard));
}

Session continue_run(const Plan& plan, RunDirectory directory, Invocation& invocation) {
  const fs::path& path = directory.path();
  RunRecord record = RunRecord::open(path);
  const std::string difference = difference_from_plan(record.header(), plan);
  if (!difference.empty()) {
    throw UsageError(
        fmt::format("{} contains a run with a different config: {}. Choose another directory, or run its "
                    "config: {}",
                    path.string(), difference, (path / "config.yaml").string()));
  }
  check_same_data(record.header().data, plan.header.data, path);
  if (record.header().data.empty()) record.set_data(plan.header);  // a record of version 5 has none
  if (plan.scene && !record.scene()) record.set_scene(*plan.scene);
  forget_damaged_trials(record);
  keep_instruction_set(record, invocation);
  record.add_session(provenance(invocation));
  return {std::move(directory), std::move(record), true};
}

Session begin_run(const Plan& plan, RunDirectory directory, const std::string& provenance) {
  RunRecord record = RunRecord::create(directory.path(), plan.header, [&](RunRecord& created) {
    if (plan.scene) created.set_scene(*plan.scene);
    created.add_session(provenance);
  });
  return {std::move(directory), std::move(record), false};
}

// False for a run that another process has locked.
bool is_unfinished(const fs::path& path) {
  try {
    const RunDirectory held = RunDirectory::open(path);
    return !RunRecord::open(path, Database::Access::read).is_complete();
  } catch (const UsageError&) {
    return false;
  }
}

// The newest unfinished run of this name with the plan's config. Throws UsageError if there is none.
fs::path unfinished_run(const Plan& plan, const fs::path& runs) {
  std::string newest_difference;
  const fs::path found = newest_run(runs, plan.header.name, [&](const fs::path& path) {
    if (!is_unfinished(path)) return false;
    const std::string difference = difference_from_plan(RunRecord::open(path, Database::Access::read).header(), plan);
    if (!difference.empty() && newest_difference.empty())
      newest_difference = fmt::format(" In the newest one, {}, {}.", path.string(), difference);
    return difference.empty();
  });
  if (!found.empty()) return found;
  const std::string_view which = newest_difference.empty() ? "" : " with this config";
  throw UsageError(fmt::format("no unfinished run of {}{} under {}: run without --resume to start one.{}",
                               plan.header.name, which, runs.string(), newest_difference));
}

// A process that was ended before it recorded anything leaves an empty record, with which the run begins again.
Session begin_or_continue(const Plan& plan, RunDirectory directory, Invocation& invocation) {
  return RunRecord::is_empty(directory.path()) ? begin_run(plan, std::move(directory), provenance(invocation))
                                               : continue_run(plan, std::move(directory), invocation);
}

Session open(const Plan& plan, const Destination& destination, Invocation& invocation) {
  if (destination.out) {
    if (is_run(*destination.out)) return begin_or_continue(plan, RunDirectory::open(*destination.out), invocation);
    if (destination.resume) {
      throw UsageError(fmt::format("{} contains no run to resume", destination.out->string()));
    }
    return begin_run(plan, RunDirectory::create(*destination.out), provenance(invocation));
  }
  if (!destination.resume)
    return begin_run(plan, RunDirectory::create_under(destination.runs, plan.header.name), provenance(invocation));
  return continue_run(plan, RunDirectory::open(unfinished_run(plan, destination.runs)), invocation);
}

}  // namespace

Session open_session(const Plan& plan, const Destination& destination, Invocation invocation) {
  Session session = open(plan, destination, invocation);
  export_header(session.record, session.directory.path());
  return session;
}

void check_same_data(const std::vector<DataRecord>& there, const std::vector<DataRecord>& here, const fs::path& run) {
  for (std::size_t i = 0; i < std::min(there.size(), here.size()); ++i)
    check_same_content(here[i].file, there[i].hash, here[i].hash, fmt::format("the run in {}", run.string()));
}

std::string first_difference(const std::string& there, const std::string& here) {
  if (there == here) return "";
  const Node there_root = parse_yaml(there, "the run's config");
  const Node here_root = parse_yaml(here, "this config");
  return compare(&there_root, &here_root, "");
}

}  // namespace actlab
