#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "app/cli/exit_code.h"
#include "app/cli/verbs.h"
#include "core/error.h"
#include "core/log.h"
#include "core/output.h"
#include "show/report/comparison.h"
#include "show/report/page.h"
#include "show/report/terminal_report.h"

namespace actlab {
namespace {

struct ReportArguments {
  std::vector<std::string> runs;
  std::string out;
  bool terminal = false;
};

// Has the width of the terminal if stdout is one.
Screen screen() {
  Screen screen{.colours = use_colours(STDOUT_FILENO)};
  winsize window{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0) screen.columns = window.ws_col;
  return screen;
}

// Each run once, whatever path names it: a run compared with itself would count its seeds twice.
RunData load(const ReportArguments& arguments) {
  std::vector<RunData> runs;
  std::set<std::filesystem::path> seen;
  for (const std::string& directory : arguments.runs) {
    std::error_code ignored;  // load_run reports a path that is not a run
    const bool is_new = seen.insert(std::filesystem::canonical(directory, ignored)).second;
    if (is_new || ignored)
      runs.push_back(load_run(directory));
    else
      log_warning("{} was already given; a run is shown once", directory);
  }
  return runs.size() == 1 ? std::move(runs[0]) : merge_runs(std::move(runs));
}

int report(const ReportArguments& arguments) {
  if (arguments.terminal && !arguments.out.empty()) throw UsageError("--terminal writes no file; remove --out");
  const RunData run = load(arguments);
  if (arguments.terminal) {
    print("{}", terminal_report(run, screen()));
    return exit_done;
  }
  std::filesystem::path file = arguments.out;
  if (file.empty())
    file = arguments.runs.size() == 1 ? arguments.runs[0] / std::filesystem::path(page_file) : "comparison.html";
  write_page(run, file);
  print("{}\n", file.string());
  return exit_done;
}

}  // namespace

Action declare_report(CLI::App& app, const Program& /*program*/) {
  const auto arguments = std::make_shared<ReportArguments>();
  app.add_option("RUN_DIR", arguments->runs, "directories of runs; several runs are compared in one page")->required();
  app.add_option("--out", arguments->out,
                 "output file (default: report.html in the run's directory, or comparison.html for several runs)")
      ->type_name("FILE");
  app.add_flag("--terminal", arguments->terminal, "print the report as text instead of writing a page");
  return [arguments] { return report(*arguments); };
}

}  // namespace actlab
