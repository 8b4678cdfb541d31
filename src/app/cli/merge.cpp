#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/command_line.h"
#include "app/cli/exit_code.h"
#include "app/cli/results.h"
#include "app/cli/verbs.h"
#include "catalogue/kernels/isa.h"
#include "core/log.h"
#include "core/parallel.h"
#include "lab/config/node.h"
#include "lab/experiment/merge_runs.h"

namespace actlab {
namespace {

struct MergeArguments {
  std::string out;
  std::vector<std::string> runs;
  bool quiet = false;
  bool no_report = false;
};

bool wants_event_files(const RunHeader& header) {
  const Node config = parse_yaml(header.config, "the run's config");
  const Node* const record = config.find("record");
  const Node* const wanted = record == nullptr ? nullptr : record->find("tensorboard");
  return wanted != nullptr && wanted->scalar == "true";
}

// Last bits of results depend on the instruction set.
void warn_of_instruction_sets(RunRecord& record) {
  const auto trials = record.trials_by_instruction_set();
  if (trials.size() < 2) return;
  std::string text;
  for (const auto& [name, count] : trials) text += fmt::format("{}{} with {}", text.empty() ? "" : ", ", count, name);
  log_warning(
      "the trials were not trained with one instruction set ({}), so that last digits can differ. `instruction_set` in "
      "the config sets it for all machines",
      text);
}

int merge(const MergeArguments& arguments) {
  set_quiet(arguments.quiet);
  const std::vector<std::filesystem::path> runs(arguments.runs.begin(), arguments.runs.end());
  const Invocation invocation{.command = shell_text(command_line()),
                              .instruction_set = std::string(name(current_isa())),
                              .jobs = 1,
                              .seeds = {}};
  MergedRun run = merge_runs(arguments.out, runs, invocation);
  RunRecord& record = run.session.record;
  log_info("{} runs: {} trials added, {} there already", runs.size(), run.merged.added, run.merged.twice);
  warn_of_instruction_sets(record);
  show_results(
      run.session,
      {.jobs = usable_cores(), .event_files = wants_event_files(record.header()), .page = !arguments.no_report});
  if (record.is_complete()) return exit_done;
  const std::filesystem::path config = run.session.directory / "config.yaml";
  log_warning("{} of {} trials are recorded. To train what is missing:\n  runner {} --out {} --resume", record.size(),
              record.header().trials, shell_text({{config.string()}}), shell_text({{arguments.out}}));
  return exit_check_failed;
}

}  // namespace

Action declare_merge(CLI::App& app, const Program& /*program*/) {
  const auto arguments = std::make_shared<MergeArguments>();
  app.add_option("OUT", arguments->out, "directory of the merged run: new, empty, or that of an earlier merge")
      ->required();
  app.add_option("RUN_DIR", arguments->runs, "directories of shards (--shard), or of runs with the same config")
      ->required();
  app.add_flag("--quiet", arguments->quiet, "print only the result");
  app.add_flag("--no-report", arguments->no_report, "do not write report.html");
  app.footer(
      "The merged run is what one machine would have recorded, but for times. Exit code 0: all trials are there; 1:\n"
      "some are missing or failed, and the message says how to train them; 2: a run cannot be read, or two do not\n"
      "belong together, and nothing was changed.");
  return [arguments] { return merge(*arguments); };
}

}  // namespace actlab
