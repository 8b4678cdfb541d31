#pragma once

#include <map>
#include <memory>
#include <string>

#include "app/reproduce/reproduce.h"
#include "lab/record/query.h"

namespace actlab {

/// Opens the runs of an experiment for queries, each once, and creates its views.
class RunQueries {
 public:
  /// Keeps references to the first two arguments. Queries end soon after `stop` becomes true.
  RunQueries(const ExpectedExperiment& expected, const RunDirectories& runs, const std::atomic<bool>& stop);

  /// The run of that name, or the first run for an empty name. Throws UsageError with SQLite's message if its views
  /// cannot be created.
  Query& of(const std::string& run_name);

 private:
  const ExpectedExperiment& expected_;
  const RunDirectories& runs_;
  SqlLimits limits_;
  std::map<std::string, std::unique_ptr<Query>> queries_;
};

}  // namespace actlab
