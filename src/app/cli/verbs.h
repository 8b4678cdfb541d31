#pragma once

#include <functional>

namespace CLI {
class App;
}

// The one list of verbs, each with its line of help: a verb is a file of this folder or, where it works on tensors, of
// cli_tensors, which defines `declare_<name>`, and its line here.
#define ACTLAB_VERBS(X)                                                            \
  X(run, "train what a config describes, and compare")                             \
  X(gradcheck, "checks the derivatives of activations, or of a function of yours") \
  X(activations, "lists the activations, or explains one of them")                 \
  X(report, "draws the page of a run again from its record, or compares runs")     \
  X(figures, "draws a run's charts as SVG and PNG, for papers and READMEs")        \
  X(reproduce, "runs what experiments/ records again, and compares")               \
  X(schema, "print the JSON Schema of a config, for editors")

namespace actlab {

/// Declares the arguments of `runner <name> …` to its sub-command and sets `run` to what does the work once they are
/// parsed; it gives the exit code. `run` owns what the arguments are parsed into.
#define ACTLAB_DECLARE_VERB(name, help) void declare_##name(CLI::App& app, std::function<int()>& run);
ACTLAB_VERBS(ACTLAB_DECLARE_VERB)
#undef ACTLAB_DECLARE_VERB

}  // namespace actlab
