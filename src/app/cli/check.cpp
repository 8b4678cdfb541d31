#include <CLI/CLI.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/exit_code.h"
#include "app/cli/verbs.h"
#include "core/output.h"
#include "lab/record/run_directory.h"
#include "lab/record/run_record.h"

namespace actlab {
namespace {

// Prints what is whole in a run. Returns true if everything is.
bool check_run(const std::filesystem::path& directory) {
  require_run(directory);
  RunRecord record = RunRecord::open(directory, Database::Access::read);
  const std::map<std::int64_t, std::string> damaged = record.damaged_trials();
  const std::int64_t recorded = record.size();
  print("{}: {} of {} trials are recorded, {} of them whole\n", directory.string(), recorded, record.header().trials,
        recorded - static_cast<std::int64_t>(damaged.size()));
  for (const auto& [trial, problem] : damaged) print("  trial {}: {}\n", trial, problem);
  if (!damaged.empty()) print("To train them again, continue the run with --resume and --out {}\n", directory.string());
  return damaged.empty();
}

int check(const std::vector<std::string>& runs) {
  bool whole = true;
  for (const std::string& run : runs) whole = check_run(run) && whole;
  return whole ? exit_done : exit_check_failed;
}

}  // namespace

Action declare_check(CLI::App& app, const Program& /*program*/) {
  const auto runs = std::make_shared<std::vector<std::string>>();
  app.add_option("RUN_DIR", *runs, "directories of runs")->required();
  app.footer(
      "Checks the file of the record, its tables, and the checksum of every trial: its scores, curve, snapshots, "
      "outputs\n"
      "and weights. Exit code 0: all is whole; 1: a trial is damaged; 2: the record cannot be read, and the message "
      "says\n"
      "where it is damaged.");
  return [runs] { return check(*runs); };
}

}  // namespace actlab
