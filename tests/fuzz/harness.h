#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "lab/experiment/load.h"

namespace actlab {

/// One input: the config and the files beside it, and values for the command line.
struct FuzzInput {
  std::string config;
  std::vector<std::pair<std::string, std::string>> files;  ///< names and contents
  std::vector<std::string> overrides;
};

/// What is tried, from the arguments of a program: COUNT [SEED [RUNNER SAMPLE]].
struct FuzzOptions {
  long count = 1000;
  unsigned seed = 1;
  std::string runner;  ///< the program that also gets `sample` of the inputs; empty for none
  long sample = 0;
};
FuzzOptions fuzz_options(int argc, char** argv);

/// Reads each input as --dry-run does. It must be accepted, or refused by a UsageError whose first line is UTF-8 and
/// names a place of the config or of the command line. No file may be left, and no input may take long. An accepted
/// experiment is given to `check`, which throws if something is wrong with it. So is the experiment with the keys of
/// `data` that a refusal proposes, which must work. The real program must refuse what was
/// refused here with exit code 2, and leave no file; and must end with 0 or 2 for what was accepted. Prints each input
/// that failed, and keeps it. Returns the exit code of the program.
int fuzz(const FuzzOptions& options, const std::function<FuzzInput()>& next,
         const std::function<void(const Experiment&)>& check);

}  // namespace actlab
