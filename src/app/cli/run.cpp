#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/command_line.h"
#include "app/cli/config_argument.h"
#include "app/cli/exit_code.h"
#include "app/cli/interrupt.h"
#include "app/cli/progress.h"
#include "app/cli/results.h"
#include "app/cli/shard_argument.h"
#include "app/cli/verbs.h"
#include "catalogue/kernels/isa.h"
#include "core/log.h"
#include "core/output.h"
#include "core/parallel.h"
#include "lab/experiment/extend.h"
#include "lab/experiment/load.h"
#include "lab/experiment/plan.h"
#include "lab/experiment/resolve.h"
#include "lab/experiment/run.h"
#include "lab/experiment/session.h"
#include "lab/record/exports.h"
#include "lab/record/summary.h"
#include "lab/tabulate/tabulate.h"
#include "show/portrait/portrait.h"
#include "show/report/page.h"
#include "show/report/stopping.h"
#include "show/report/tabulated.h"
#include "show/report/terminal.h"

namespace actlab {
namespace {

struct RunArguments {
  std::string config;
  std::vector<std::string> overrides;
  unsigned jobs = usable_cores();
  std::string out;
  std::string shard;
  std::string extend;
  bool resume = false;
  bool dry_run = false;
  bool quiet = false;
  bool no_report = false;
};

Invocation invocation_of(unsigned jobs, std::vector<std::uint32_t> seeds) {
  return {.command = shell_text(command_line()),
          .instruction_set = std::string(name(current_isa())),
          .jobs = jobs,
          .seeds = std::move(seeds)};
}

Session open(const RunArguments& arguments, const Plan& plan, const Experiment& experiment) {
  const Invocation invocation = invocation_of(arguments.jobs, experiment.base.seeds.values());
  if (!arguments.extend.empty()) return extend_run(plan, experiment, arguments.extend, invocation);
  Destination destination;
  if (!arguments.out.empty()) destination.out = arguments.out;
  destination.resume = arguments.resume;
  return open_session(plan, destination, invocation);
}

void train(const Plan& plan, std::size_t missing, Session& session, const TensorBackend& backend, unsigned jobs) {
  Progress progress(missing, plan.rule.has_value());
  RunOptions options;
  options.jobs = jobs;
  options.recorded = [&](std::span<const RecordedTrial> recorded) {
    progress.advance(recorded.size());
    for (const RecordedTrial& trial : recorded) {
      if (trial.status != TrialStatus::failed) continue;
      log_warning("{} with seed {} failed: {}", trial.model, trial.seed, trial.message);
    }
  };
  options.looked = [&](const Look& look) {
    progress.set_remaining(static_cast<std::size_t>(look.remaining));
    if (!look.is_replayed) log_info("{}", look_text(plan.header, look.stopping, look.dropped));
  };
  run_plan(plan, session.record, session.directory, backend, Interrupt::requested(), options);
}

void say_how_to_continue(const Plan& plan, Session& session, std::string_view why) {
  log_warning("{}: {} of {}{} trials are recorded. To continue:\n  {}", why, session.record.size(),
              plan.rule ? "at most " : "", session.record.header().trials,
              command_to_continue(command_line(), session.directory.path()));
}

// What is recorded is kept and shown, whatever ends the training: no disk space, no memory.
void train_or_keep(const Plan& plan, std::size_t missing, Session& session, const TensorBackend& backend,
                   unsigned jobs) {
  try {
    train(plan, missing, session, backend, jobs);
  } catch (const std::exception&) {
    try {
      export_results(session.record, session.directory.path(), 1);
    } catch (const std::exception& error) {
      log_warning("the tables could not be written: {}. `--resume` writes them", error.what());
    }
    say_how_to_continue(plan, session, "stopped by an error");
    throw;
  }
}

// The report reads only the record, so the record must contain the portraits of the activations.
void describe_activations(const Plan& plan, const TensorBackend& backend, RunRecord& record) {
  std::set<const ModelConfig*> seen;
  std::vector<ActivationPtr> activations;
  for (const Trial& trial : plan.trials) {
    if (!seen.insert(trial.model_config).second) continue;
    for (const ActivationPtr& activation : trial.model_config->activation.for_layers(trial.model_config->hidden.size()))
      activations.push_back(activation);
  }
  record.set_document(activations_document, portraits(activations, backend).dump());
}

int finish(const Plan& plan, Session& session, const RecordConfig& config, const RunArguments& arguments,
           const TensorBackend& backend) {
  const auto recorded = static_cast<std::size_t>(session.record.size());
  if (!session.record.document(activations_document)) describe_activations(plan, backend, session.record);
  show_results(session, {.jobs = arguments.jobs, .event_files = config.tensorboard, .page = !arguments.no_report});
  const auto needed = static_cast<std::size_t>(session.record.header().trials);
  if (recorded < needed) {
    say_how_to_continue(plan, session, "interrupted");
    return exit_interrupted;
  }
  return session.record.is_complete() ? exit_done : exit_check_failed;
}

int run_tabulation(const RunArguments& arguments, const TensorBackend& backend) {
  TabulateConfig config = load_tabulation(arguments.config, arguments.overrides);
  resolve_activations(config, backend);
  if (arguments.dry_run) {
    print("{}", to_yaml(config));
    return exit_done;
  }
  const std::filesystem::path run =
      record_table(config, backend.tabulate(config), arguments.out, Destination{}.runs, invocation_of(1, {}));
  if (!arguments.no_report) draw_page(run);
  print("{}\n{}\n", tabulated_text(load_run(run), use_colours(STDOUT_FILENO)), run.string());
  return exit_done;
}

void choose_shard(Plan& plan, const std::string& argument) {
  const ShardArgument shard = parse_shard(argument);
  keep_shard(plan, shard.part, shard.of);
  if (!shard.source.empty()) log_info("shard {}/{}, from {}", shard.part, shard.of, shard.source);
}

int run_experiment(const RunArguments& arguments, const Program& program) {
  const TensorBackend& backend = program.backend;
  set_quiet(arguments.quiet);
  check_config_argument(arguments.config, program.verbs);
  if (std::filesystem::is_fifo(arguments.config)) backend.require();  // a pipe cannot be read twice
  if (is_tabulation(arguments.config)) return run_tabulation(arguments, backend);
  Experiment experiment = load_experiment(arguments.config, arguments.overrides);
  if (const auto isa = parse_isa(experiment.base.instruction_set)) set_isa(*isa);
  resolve_activations(experiment, backend);
  const Engines engines = make_engines(backend);
  Plan plan = make_plan(experiment, engines);
  if (!arguments.shard.empty()) choose_shard(plan, arguments.shard);
  if (plan.keeps_weights) backend.require();
  if (arguments.dry_run) {
    print("{}\n", describe(plan, experiment, arguments.jobs));
    return exit_done;
  }
  const Interrupt interrupt;
  Session session = open(arguments, plan, experiment);
  const LogFile log_file(session.directory / "log.txt");
  log_info("{}", describe(plan, experiment, arguments.jobs));
  const std::vector<std::int64_t> missing = missing_trials(plan, session.record);
  if (session.is_resumed) {
    log_info("continuing {}: {} of {}{} trials are recorded", session.directory.path().string(),
             plan.header.trials - static_cast<std::int64_t>(missing.size()), plan.rule ? "at most " : "",
             plan.header.trials);
  }
  if (!missing.empty()) train_or_keep(plan, missing.size(), session, backend, arguments.jobs);
  return finish(plan, session, experiment.base.record, arguments, backend);
}

}  // namespace

Action declare_run(CLI::App& app, const Program& program) {
  const auto arguments = std::make_shared<RunArguments>();
  app.add_option("config", arguments->config, "config file of the experiment, in YAML")
      ->required()
      ->type_name("CONFIG.yaml");
  app.add_option("overrides", arguments->overrides, "values that override the config: training.epochs=200 seeds=1000")
      ->type_name("key=value");
  app.add_option("--jobs", arguments->jobs, "number of trials to train at the same time (default: number of cores)")
      ->check(CLI::Range(1u, 4096u))
      ->type_name("N");
  CLI::Option* const out =
      app.add_option("--out", arguments->out, "directory of the run: new, empty, or that of a run to continue")
          ->type_name("DIR");
  CLI::Option* const shard =
      app.add_option(
             "--shard", arguments->shard,
             "train only the K-th of N parts, to be joined by `runner merge`; auto takes both from the scheduler")
          ->type_name("K/N|auto");
  CLI::Option* const resume =
      app.add_flag("--resume", arguments->resume, "continue the newest unfinished run, or the one at --out");
  app.add_option("--extend", arguments->extend, "add the config's further seeds, models and sweep values to this run")
      ->excludes(out)
      ->excludes(shard)
      ->excludes(resume)
      ->type_name("DIR");
  app.add_flag("--dry-run", arguments->dry_run, "check the config and print what would run, without running it");
  app.add_flag("--quiet", arguments->quiet, "print only the result");
  app.add_flag("--no-report", arguments->no_report, "do not write report.html");
  app.footer([] { return "The keys of a config:\n\n" + experiment_help(); });
  return [arguments, &program] { return run_experiment(*arguments, program); };
}

}  // namespace actlab
