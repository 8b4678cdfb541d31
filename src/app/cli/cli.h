#pragma once

#include "app/cli/verbs.h"

namespace actlab {

/// Parses the command line, runs the verb and returns the exit code (exit_code.h). Prints errors to stderr; throws
/// nothing.
int run_cli(int argc, char** argv, const Program& program);

}  // namespace actlab
