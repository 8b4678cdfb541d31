#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace actlab {

/// What one invocation knows of itself that this library cannot ask.
struct Invocation {
  std::string command;          ///< the command line, quoted for a shell
  std::string instruction_set;  ///< what kernels run on
  unsigned jobs = 1;            ///< trials at a time, each on one thread
  std::vector<std::uint32_t> seeds;
};

/// Where numbers came from: the version and commit of this program, compiler, LibTorch, processor, instruction set,
/// operating system, jobs, seeds, command and the time (UTC), as JSON.
std::string provenance(const Invocation& invocation);

}  // namespace actlab
