#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/exit_code.h"
#include "app/cli/verbs.h"
#include "core/output.h"
#include "lab/record/run_status.h"

namespace actlab {
namespace {

std::string duration_text(double seconds) {
  if (seconds < 100) return fmt::format("{:.0f} s", std::ceil(seconds));
  if (seconds < 6000) return fmt::format("{:.0f} min", std::ceil(seconds / 60));
  return fmt::format("{:.1f} h", seconds / 3600);
}

std::string line_of(const RunStatus& status) {
  std::string text =
      fmt::format("{}: {} of {} trials recorded", status.directory.string(), status.recorded, status.trials);
  if (status.shard) text += fmt::format(", {}", to_text(*status.shard));
  if (status.failed > 0) text += fmt::format(", {} failed", status.failed);
  if (status.missing() > 0) text += fmt::format(", {} missing", status.missing());
  if (!status.is_running) return text + (status.is_complete() ? "" : ", not running");
  text += ", running";
  if (!status.seconds_per_trial || *status.seconds_per_trial <= 0) return text;
  return text + fmt::format(", {:.3g} trials a second, {} left", 1 / *status.seconds_per_trial,
                            duration_text(static_cast<double>(status.missing()) * *status.seconds_per_trial));
}

int show_status(const std::vector<std::string>& directories) {
  std::vector<RunStatus> all;
  for (const std::string& directory : directories) {
    for (const std::filesystem::path& run : runs_in(directory)) all.push_back(status_of(run));
  }
  RunStatus sum{.directory = "all"};
  bool is_complete = true;
  for (const RunStatus& status : all) {
    print("{}\n", line_of(status));
    sum.trials += status.trials;
    sum.recorded += status.recorded;
    sum.failed += status.failed;
    sum.is_running = sum.is_running || status.is_running;
    is_complete = is_complete && status.is_complete();
  }
  if (all.size() > 1) print("{}\n", line_of(sum));
  return is_complete ? exit_done : exit_check_failed;
}

}  // namespace

Action declare_status(CLI::App& app, const Program& /*program*/) {
  const auto directories = std::make_shared<std::vector<std::string>>();
  app.add_option("DIR", *directories, "directories of runs, or folders of them, such as the shards of a run")
      ->required();
  app.footer(
      "Reads the records only, also while a run goes on. Exit code 0: all runs are complete; 1: trials are missing or\n"
      "failed.");
  return [directories] { return show_status(*directories); };
}

}  // namespace actlab
