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

/// Does what a verb is for, once the command line is parsed, and returns the exit code.
using Action = std::function<int()>;

/// Declares the arguments of `runner <verb> …` to its sub-command. The action owns what they are parsed into.
using DeclareVerb = Action (*)(CLI::App& app, const Program& program);

/// A verb of the command line.
struct Verb {
  std::string_view name;
  std::string_view help;
  DeclareVerb declare;
};

/// What one of the programs is made of. A main creates it; it outlives every action.
struct Program {
  std::span<const Verb> verbs;  ///< in the order of --help
  const TensorBackend& backend;
};

/// Every verb, in the order of --help. Those that need LibTorch are passed in, because each program has its own.
std::vector<Verb> all_verbs(DeclareVerb gradcheck, DeclareVerb activations);

Action declare_run(CLI::App& app, const Program& program);
Action declare_report(CLI::App& app, const Program& program);
Action declare_figures(CLI::App& app, const Program& program);
Action declare_reproduce(CLI::App& app, const Program& program);
Action declare_schema(CLI::App& app, const Program& program);

}  // namespace actlab
