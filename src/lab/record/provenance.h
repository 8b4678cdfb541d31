#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace actlab {

/// The part of the provenance that the caller provides.
struct Invocation {
  std::string command;          ///< the command line, quoted for a shell
  std::string instruction_set;  ///< of the kernels
  unsigned jobs = 1;            ///< trials in parallel, one thread each
  std::vector<std::uint32_t> seeds;
};

/// The provenance of a run's results as JSON: version and commit of this program, compiler, LibTorch, CPU, instruction
/// set, operating system, jobs, seeds, command and time (UTC).
std::string provenance(const Invocation& invocation);

}  // namespace actlab
