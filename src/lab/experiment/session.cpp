#include "lab/experiment/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
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

// Throws UsageError if a file has other content than when the run began.
void check_data(const std::vector<DataRecord>& there, const std::vector<DataRecord>& here, const fs::path& run) {
  for (std::size_t i = 0; i < std::min(there.size(), here.size()); ++i)
    check_same_content(here[i].file, there[i].hash, here[i].hash, fmt::format("the run in {}", run.string()));
}

Session continue_run(const Plan& plan, const fs::path& path) {
  RunDirectory directory = RunDirectory::open(path);
  RunRecord record = RunRecord::open(path);
  const std::string difference = first_difference(record.header().config, plan.header.config);
  if (!difference.empty()) {
    throw UsageError(
        fmt::format("{} contains a run with a different config: {}. Choose another directory, or run its "
                    "config: {}",
                    path.string(), difference, (path / "config.yaml").string()));
  }
  check_data(record.header().data, plan.header.data, path);
  if (record.header().data.empty()) record.set_data(plan.header);  // a record of version 5 has none
  return {std::move(directory), std::move(record), true};
}

Session begin_run(const Plan& plan, RunDirectory directory) {
  RunRecord record = RunRecord::create(directory.path(), plan.header);
  if (plan.scene) record.set_scene(*plan.scene);
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
    const std::string difference =
        first_difference(RunRecord::open(path, Database::Access::read).header().config, plan.header.config);
    if (!difference.empty() && newest_difference.empty())
      newest_difference = fmt::format(" In the newest one, {}, {}.", path.string(), difference);
    return difference.empty();
  });
  if (!found.empty()) return found;
  const std::string_view which = newest_difference.empty() ? "" : " with this config";
  throw UsageError(fmt::format("no unfinished run of {}{} under {}: run without --resume to start one.{}",
                               plan.header.name, which, runs.string(), newest_difference));
}

Session open(const Plan& plan, const Destination& destination) {
  if (destination.out) {
    if (is_run(*destination.out)) return continue_run(plan, *destination.out);
    if (destination.resume) {
      throw UsageError(fmt::format("{} contains no run to resume", destination.out->string()));
    }
    return begin_run(plan, RunDirectory::create(*destination.out));
  }
  if (!destination.resume) return begin_run(plan, RunDirectory::create_under(destination.runs, plan.header.name));
  return continue_run(plan, unfinished_run(plan, destination.runs));
}

}  // namespace

Session open_session(const Plan& plan, const Destination& destination, const Invocation& invocation) {
  Session session = open(plan, destination);
  session.record.add_session(provenance(invocation));
  export_header(session.record, session.directory.path());
  return session;
}

std::string first_difference(const std::string& there, const std::string& here) {
  if (there == here) return "";
  const Node there_root = parse_yaml(there, "the run's config");
  const Node here_root = parse_yaml(here, "this config");
  return compare(&there_root, &here_root, "");
}

}  // namespace actlab
