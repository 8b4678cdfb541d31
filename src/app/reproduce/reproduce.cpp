#include "app/reproduce/reproduce.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "app/reproduce/run_queries.h"
#include "catalogue/kernels/isa.h"
#include "lab/experiment/load.h"
#include "lab/experiment/plan.h"
#include "lab/experiment/resolve.h"
#include "lab/experiment/run.h"
#include "lab/experiment/session.h"
#include "lab/record/exports.h"
#include "lab/tabulate/tabulate.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

Invocation invocation_of(const ReproduceOptions& options, std::vector<std::uint32_t> seeds) {
  return {.command = options.command,
          .instruction_set = std::string(name(current_isa())),
          .jobs = options.jobs,
          .seeds = std::move(seeds)};
}

std::vector<std::string> overrides_of(const ExpectedRun& run, bool is_short) {
  std::vector<std::string> overrides = run.overrides.values();
  if (!is_short) return overrides;
  // An override of the short form replaces one with the same key, because a key may occur only once.
  const auto key_of = [](const std::string& override) { return override.substr(0, override.find('=')); };
  for (const std::string& change : run.short_overrides.values()) {
    std::erase_if(overrides, [&](const std::string& other) { return key_of(other) == key_of(change); });
    overrides.push_back(change);
  }
  return overrides;
}

fs::path train(const fs::path& config, const std::vector<std::string>& overrides, const ReproduceOptions& options,
               const TensorBackend& backend, const std::atomic<bool>& stop) {
  Experiment experiment = load_experiment(config, overrides);
  resolve_activations(experiment, backend);
  const Isa usual = current_isa();  // restored for the next config
  if (const auto isa = parse_isa(experiment.base.instruction_set)) set_isa(*isa);
  const Engines engines = make_engines(backend);
  const Plan plan = make_plan(experiment, engines);
  Session session =
      open_session(plan, {.runs = options.runs, .out = {}}, invocation_of(options, experiment.base.seeds.values()));
  RunOptions run_options;
  run_options.jobs = options.jobs;
  run_plan(plan, session.record, session.directory, backend, stop, run_options);
  if (!stop && !session.record.is_complete()) {
    throw std::runtime_error(fmt::format("{}: trials failed, so the results are incomplete; {} has the error messages",
                                         config.string(), (session.directory.path() / record_file).string()));
  }
  export_results(session.record, session.directory.path(), options.jobs);
  session.record.checkpoint();
  set_isa(usual);
  return session.directory.path();
}

}  // namespace

RunDirectories run_experiment(const ExpectedExperiment& expected, const ReproduceOptions& options,
                              const TensorBackend& backend, const std::atomic<bool>& stop) {
  RunDirectories runs;
  for (const auto& [name, run] : expected.runs) {
    const fs::path config = expected.folder / run.config;
    const std::vector<std::string> overrides = overrides_of(run, options.is_short);
    fs::path directory;
    if (is_tabulation(config)) {
      TabulateConfig table = load_tabulation(config, overrides);
      resolve_activations(table, backend);
      directory = record_table(table, backend.tabulate(table), {}, options.runs, invocation_of(options, {}));
    } else {
      directory = train(config, overrides, options, backend, stop);
    }
    if (stop) break;
    runs[name] = std::move(directory);
  }
  return runs;
}

std::vector<Verdict> verdicts(const ExpectedExperiment& expected, const RunDirectories& runs, bool is_short,
                              const std::atomic<bool>& stop) {
  RunQueries queries(expected, runs, stop);
  std::vector<Verdict> all;
  for (const auto& [name, result] : expected.results) {
    if (is_short && result.full_only) continue;
    Verdict& verdict = all.emplace_back();
    verdict.result = name;
    verdict.claimed = result.claimed;
    verdict.expected = result.of(is_short);
    verdict.measured = queries.of(result.run).number(result.value);
    verdict.holds = std::abs(verdict.measured - verdict.expected.recorded) <= verdict.expected.within;
  }
  return all;
}

}  // namespace actlab
