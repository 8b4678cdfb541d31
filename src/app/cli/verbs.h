#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "lab/tensor_backend.h"

namespace CLI {
class App;
}

namespace actlab {

struct Program;

/// Executes a verb after the command line is parsed. Returns the exit code.
using Action = std::function<int()>;

/// Adds the arguments of `runner <verb> …` to its subcommand `app`. The returned action owns the parsed values.
using DeclareVerb = Action (*)(CLI::App& app, const Program& program);

/// A command of the runner: `run`, `report`, ….
struct Verb {
  std::string_view name;
  std::string_view help;
  DeclareVerb declare;
};

/// The verbs and the backend of a program. Created in main; must outlive every action.
struct Program {
  std::span<const Verb> verbs;  ///< in the order of --help
  const TensorBackend& backend;
};

/// All verbs, in the order of --help. The two that need LibTorch are arguments, because each program implements them
/// differently.
std::vector<Verb> all_verbs(DeclareVerb gradcheck, DeclareVerb activations);

Action declare_run(CLI::App& app, const Program& program);
Action declare_report(CLI::App& app, const Program& program);
Action declare_merge(CLI::App& app, const Program& program);
Action declare_status(CLI::App& app, const Program& program);
Action declare_check(CLI::App& app, const Program& program);
Action declare_figures(CLI::App& app, const Program& program);
Action declare_reproduce(CLI::App& app, const Program& program);
Action declare_schema(CLI::App& app, const Program& program);

}  // namespace actlab
