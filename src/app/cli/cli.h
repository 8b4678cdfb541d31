#pragma once

namespace actlab {

/// The program: parses the command line, runs the verb and gives the exit code (cli/exit_code.h). Prints every error;
/// no exception leaves it.
int run_cli(int argc, char** argv);

}  // namespace actlab
