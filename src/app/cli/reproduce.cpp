#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/cli/command_line.h"
#include "app/cli/exit_code.h"
#include "app/cli/interrupt.h"
#include "app/cli/verbs.h"
#include "app/reproduce/reproduce.h"
#include "core/error.h"
#include "core/log.h"
#include "core/output.h"
#include "core/parallel.h"
#include "show/report/table.h"

namespace actlab {
namespace {

struct ReproduceArguments {
  std::vector<std::string> names;
  std::string experiments = "experiments";
  std::string runs = "runs";
  unsigned jobs = usable_cores();
  bool is_short = false;
  bool draw = false;
};

std::string number_text(double number) {
  return std::isnan(number) ? "none" : fmt::format("{:.6g}", number);
}

std::string table_of(const std::vector<Verdict>& verdicts) {
  using Align = Table::Align;
  Table table({{"result", Align::left}, {"claimed"}, {"recorded"}, {"within"}, {"measured"}, {"verdict", Align::left}});
  for (const Verdict& verdict : verdicts) {
    table.add_row({verdict.result, verdict.claimed, number_text(verdict.expected.recorded),
                   "± " + number_text(verdict.expected.within), number_text(verdict.measured),
                   verdict.holds ? "holds" : "DOES NOT HOLD"});
  }
  return table.to_string(use_colours(STDOUT_FILENO));
}

// The results of the runs, and the pictures if asked for.
std::vector<Verdict> evaluate(const ExpectedExperiment& expected, const RunDirectories& runs,
                              const ReproduceArguments& arguments, std::chrono::steady_clock::time_point start) {
  std::vector<Verdict> all = verdicts(expected, runs, arguments.is_short, Interrupt::requested());
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  print("{}: {} ({:.1f} s)\n{}", expected.name, expected.question, seconds.count(), table_of(all));
  for (const auto& [name, directory] : runs) print("{}\n", directory.string());
  if (arguments.draw) {
    for (const auto& file : illustrate(expected, runs, Interrupt::requested())) print("{}\n", file.string());
  }
  print("\n");
  flush_output();
  return all;
}

// Returns nothing if the run was interrupted.
std::optional<std::vector<Verdict>> reproduce_one(const ExpectedExperiment& expected,
                                                  const ReproduceArguments& arguments, const TensorBackend& backend) {
  const auto start = std::chrono::steady_clock::now();
  const RunDirectories runs = run_experiment(expected,
                                             {.is_short = arguments.is_short,
                                              .jobs = arguments.jobs,
                                              .runs = arguments.runs,
                                              .command = shell_text(command_line())},
                                             backend, Interrupt::requested());
  if (Interrupt::requested()) return std::nullopt;
  try {
    return evaluate(expected, runs, arguments, start);
  } catch (const UsageError&) {
    if (Interrupt::requested()) return std::nullopt;  // a query was ended
    throw;
  }
}

int reproduce(const ReproduceArguments& arguments, const TensorBackend& backend) {
  backend.require();  // some configs need tensors; handing over later would run the configs before them twice
  const std::vector<std::string> names =
      arguments.names.empty() ? experiment_names(arguments.experiments) : arguments.names;
  std::vector<ExpectedExperiment> all;  // read before any of them runs, so that problems are reported first
  for (const std::string& name : names) all.push_back(load_expected(arguments.experiments, name));
  const Interrupt interrupt;
  std::ptrdiff_t failed = 0;
  std::size_t results = 0;
  for (const ExpectedExperiment& expected : all) {
    const auto measured = reproduce_one(expected, arguments, backend);
    if (!measured) {
      log_warning("interrupted in {}", expected.name);
      return exit_interrupted;
    }
    failed += std::count_if(measured->begin(), measured->end(), [](const Verdict& v) { return !v.holds; });
    results += measured->size();
  }
  if (failed == 0)
    print("all {} results of {} hold\n", results,
          all.size() == 1 ? all[0].name : fmt::format("{} experiments", all.size()));
  else
    print("{} of {} results do not hold\n", failed, results);
  return failed == 0 ? exit_done : exit_check_failed;
}

}  // namespace

Action declare_reproduce(CLI::App& app, const Program& program) {
  const auto arguments = std::make_shared<ReproduceArguments>();
  app.add_option("EXPERIMENT", arguments->names, "names of folders in experiments/ (default: all)");
  app.add_flag("--short", arguments->is_short, "run the short form, as the tests do");
  app.add_flag("--draw", arguments->draw,
               "also draw the pictures and write the tables of the experiments (needs node)");
  app.add_option("--jobs", arguments->jobs, "number of trials to train at the same time (default: number of cores)")
      ->check(CLI::Range(1u, 4096u))
      ->type_name("N");
  app.add_option("--experiments", arguments->experiments, "folder with the experiments")->type_name("DIR");
  app.add_option("--runs", arguments->runs, "parent directory of the runs")->type_name("DIR");
  return [arguments, &program] { return reproduce(*arguments, program.backend); };
}

}  // namespace actlab
