#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "app/reproduce/expected.h"
#include "lab/tensor_backend.h"

namespace actlab {

struct ReproduceOptions {
  bool is_short = false;
  unsigned jobs = 1;
  std::filesystem::path runs = "runs";  ///< parent directory of runs
  std::string command;                  ///< the command line, for the provenance
};

/// A result, measured again.
struct Verdict {
  std::string result;
  std::string claimed;
  ExpectedNumber expected;
  double measured = std::nan("");
  bool holds = false;
};

/// Directories of runs, by their name in expected.yaml.
using RunDirectories = std::map<std::string, std::filesystem::path>;

/// Runs all configs of the experiment. If `stop` becomes true, returns only finished runs. Throws UsageError for an
/// invalid config and std::runtime_error if a trial fails.
RunDirectories run_experiment(const ExpectedExperiment& expected, const ReproduceOptions& options,
                              const TensorBackend& backend, const std::atomic<bool>& stop);

/// Measures every result of the experiment. Throws UsageError if a query fails or `stop` becomes true.
std::vector<Verdict> verdicts(const ExpectedExperiment& expected, const RunDirectories& runs, bool is_short,
                              const std::atomic<bool>& stop);

/// Draws the experiment's charts and writes its tables to its folder. Returns the files. Throws UsageError if a query
/// fails, node is not installed, or `stop` becomes true.
std::vector<std::filesystem::path> illustrate(const ExpectedExperiment& expected, const RunDirectories& runs,
                                              const std::atomic<bool>& stop);

}  // namespace actlab
