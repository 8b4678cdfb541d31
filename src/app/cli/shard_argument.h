#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace actlab {

/// What `--shard` asks for: the `part`-th of `of` parts, from 1.
struct ShardArgument {
  std::int64_t part = 1;
  std::int64_t of = 1;
  std::string source{};  ///< the environment variables it was taken from; empty if it was given as numbers
};

/// Looks a variable of the environment up; nothing if it is not set.
using Environment = std::function<std::optional<std::string>(const char*)>;
std::optional<std::string> process_environment(const char* name);

/// Reads "3/16"; "auto", which takes both numbers from what the scheduler of a cluster has set (an array of Slurm or of
/// Grid Engine, Open MPI, PMI, an indexed job of Kubernetes); or "auto/16", which takes only the part, also from PBS,
/// whose array jobs don't say how many there are. Throws UsageError for anything else, if nothing is set, and if two
/// schedulers disagree.
ShardArgument parse_shard(std::string_view text, const Environment& environment = process_environment);

}  // namespace actlab
