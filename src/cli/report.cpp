#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/verbs.h"
#include "report/page.h"

namespace actlab {
namespace {

struct ReportArguments {
  std::vector<std::string> runs;
  std::string out;
};

int report(const ReportArguments& arguments) {
  const std::filesystem::path run = arguments.runs.front();
  const std::filesystem::path file = arguments.out.empty() ? run / page_file : std::filesystem::path(arguments.out);
  write_page(load_run(run), file);
  fmt::print("{}\n", file.string());
  return exit_done;
}

void declare_report(CLI::App& app, std::function<int()>& work) {
  const auto arguments = std::make_shared<ReportArguments>();
  app.add_option("RUN_DIR", arguments->runs, "a run's directory")->required();
  app.add_option("--out", arguments->out, "the file; report.html in the run's directory where left out")
      ->type_name("FILE");
  work = [arguments] { return report(*arguments); };
}

}  // namespace

const Verb verb_report{"report", "draws the page of a run again from its record", declare_report};

}  // namespace actlab
