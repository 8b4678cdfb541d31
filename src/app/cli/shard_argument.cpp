#include "app/cli/shard_argument.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <vector>

#include "core/error.h"

namespace actlab {
namespace {

constexpr std::int64_t most_shards = 10'000'000;  // as many as a run may have trials

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// The variables in which a scheduler says which of its tasks this is. An empty name: it does not say.
struct Scheduler {
  const char* index;
  const char* first;  ///< the smallest index; tasks are numbered from `base` if there is none
  const char* last;   ///< the largest index
  const char* step;
  const char* count;  ///< the number of tasks
  std::int64_t base;
};

// Slurm: sbatch(1), "job arrays". Grid Engine: qsub(1), "-t". Open MPI: mpirun(1). PMI: MPICH and others. Kubernetes:
// "Indexed Job" (JOB_COMPLETIONS is set in the pod's template). PBS: qsub(1B), "-J".
constexpr std::array schedulers{
    Scheduler{"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_MAX", "SLURM_ARRAY_TASK_STEP",
              "SLURM_ARRAY_TASK_COUNT", 1},
    Scheduler{"OMPI_COMM_WORLD_RANK", "", "", "", "OMPI_COMM_WORLD_SIZE", 0},
    Scheduler{"PMI_RANK", "", "", "", "PMI_SIZE", 0},
    Scheduler{"JOB_COMPLETION_INDEX", "", "", "", "JOB_COMPLETIONS", 0},
    Scheduler{"PBS_ARRAY_INDEX", "", "", "", "", 1},
    Scheduler{"SGE_TASK_ID", "SGE_TASK_FIRST", "SGE_TASK_LAST", "SGE_TASK_STEPSIZE", "", 1},
};

/// Reads the variables of one scheduler.
class Task {
 public:
  Task(const Scheduler& scheduler, const Environment& environment) : scheduler_(scheduler), environment_(environment) {}

  // Grid Engine sets its variable to "undefined" outside of an array job.
  bool is_set() const {
    const auto index = environment_(scheduler_.index);
    return index && *index != "undefined" && !index->empty();
  }

  ShardArgument shard(std::optional<std::int64_t> of) {
    const std::int64_t index = required(scheduler_.index), step = number(scheduler_.step).value_or(1);
    const std::int64_t first = number(scheduler_.first).value_or(scheduler_.base);
    const auto last = number(scheduler_.last), count = number(scheduler_.count);
    if (step < 1 || index < first || (index - first) % step != 0) refuse("which cannot be");
    const std::int64_t part = (index - first) / step + 1;
    if (!of && last) of = (*last - first) / step + 1;
    if (count && last && *count != *of) refuse("an array with gaps");
    if (!of) of = count;
    if (!of) {
      throw UsageError(
          fmt::format("--shard auto: found {} = {}, but no number of tasks: give it, as in --shard auto/16",
                      scheduler_.index, index));
    }
    return {part, *of, fmt::format("{}", fmt::join(used_, ", "))};
  }

 private:
  std::optional<std::int64_t> number(const char* name) {
    const auto text = *name == '\0' ? std::nullopt : environment_(name);
    if (!text) return std::nullopt;
    const auto value = number_in(*text);
    used_.push_back(fmt::format("{}={}", name, *text));
    if (!value) refuse("not a whole number");
    return value;
  }
  std::int64_t required(const char* name) { return number(name).value(); }

  [[noreturn]] void refuse(std::string_view what) const {
    throw UsageError(fmt::format("--shard auto: found {}: {}. Give the shard as numbers, for example --shard 3/16",
                                 fmt::join(used_, ", "), what));
  }

  const Scheduler& scheduler_;
  const Environment& environment_;
  std::vector<std::string> used_;
};

ShardArgument from_scheduler(std::optional<std::int64_t> of, const Environment& environment) {
  std::optional<ShardArgument> found;
  for (const Scheduler& scheduler : schedulers) {
    Task task(scheduler, environment);
    if (!task.is_set()) continue;
    ShardArgument shard = task.shard(of);
    if (!found) {
      found = std::move(shard);
    } else if (found->part != shard.part || found->of != shard.of) {
      throw UsageError(fmt::format(
          "--shard auto: {} mean shard {}/{}, but {} mean {}/{}. Give the shard as numbers, for example --shard 3/16",
          found->source, found->part, found->of, shard.source, shard.part, shard.of));
    }
  }
  if (found) return *found;
  std::vector<std::string_view> names;
  for (const Scheduler& scheduler : schedulers) names.emplace_back(scheduler.index);
  throw UsageError(fmt::format(
      "--shard auto: no scheduler has numbered this task: none of {} is set. Give the shard as numbers, for example "
      "--shard 3/16",
      fmt::join(names, ", ")));
}

}  // namespace

std::optional<std::string> process_environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

ShardArgument parse_shard(std::string_view text, const Environment& environment) {
  const std::size_t slash = text.find('/');
  const std::string_view first = text.substr(0, slash);
  const auto of = slash == std::string_view::npos ? std::nullopt : number_in(text.substr(slash + 1));
  const auto part = number_in(first);
  const bool is_auto = first == "auto" && (of || slash == std::string_view::npos);
  if (!is_auto && (!part || !of))
    throw UsageError(fmt::format("--shard: found '{}', expected K/N, such as 3/16, or auto, or auto/N", text));
  const ShardArgument shard = is_auto ? from_scheduler(of, environment) : ShardArgument{*part, *of};
  if (shard.part >= 1 && shard.part <= shard.of && shard.of <= most_shards) return shard;
  throw UsageError(fmt::format("--shard: found {}/{}{}, expected K/N with K from 1 to N, and N at most {}", shard.part,
                               shard.of, is_auto ? " (" + shard.source + ")" : "", most_shards));
}

}  // namespace actlab
