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
  std::filesystem::path runs = "runs";  ///< where runs go, each under its config's name
  std::string command;                  ///< the command line, for the record
};

/// One figure, measured again.
struct Verdict {
  std::string result;
  std::string claimed;
  ExpectedNumber expected;
  double measured = std::nan("");
  bool holds = false;
};

/// Directories by the name of the run in expected.yaml.
using RunDirectories = std::map<std::string, std::filesystem::path>;

/// Runs every config of the experiment. Where `stop` becomes true, what is finished stays and the map lacks the rest.
/// Throws UsageError for a config that is wrong.
RunDirectories run_experiment(const ExpectedExperiment& expected, const ReproduceOptions& options,
                              const TensorBackend& backend, const std::atomic<bool>& stop);

/// Asks the runs for every figure.
std::vector<Verdict> verdicts(const ExpectedExperiment& expected, const RunDirectories& runs, bool is_short);

/// Draws the experiment's pictures and writes its tables, from the runs' records, into its folder. Gives the files.
/// Throws UsageError where node is not installed.
std::vector<std::filesystem::path> illustrate(const ExpectedExperiment& expected, const RunDirectories& runs);

}  // namespace actlab
