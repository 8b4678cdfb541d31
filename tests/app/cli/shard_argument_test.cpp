#include "app/cli/shard_argument.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "core/error.h"

namespace actlab {
namespace {

using testing::HasSubstr;
using Variables = std::map<std::string, std::string>;

ShardArgument parse(std::string_view text, const Variables& variables = {}) {
  return parse_shard(text, [&](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  });
}

void expect_shard(const ShardArgument& found, std::int64_t part, std::int64_t of) {
  EXPECT_EQ(found.part, part) << found.source;
  EXPECT_EQ(found.of, of) << found.source;
}

std::string refusal(std::string_view text, const Variables& variables = {}) {
  try {
    const ShardArgument shard = parse(text, variables);
    return "accepted as " + std::to_string(shard.part) + "/" + std::to_string(shard.of);
  } catch (const UsageError& error) {
    return error.what();
  }
}

TEST(ShardArgument, IsTwoNumbers) {
  expect_shard(parse("3/16"), 3, 16);
  expect_shard(parse("1/1"), 1, 1);
  for (const char* text : {"0/4", "5/4", "-1/4", "1/0"}) EXPECT_THAT(refusal(text), HasSubstr("K from 1 to N")) << text;
  for (const char* text :
       {"", "3", "/", "3/", "/3", "3/4/5", "3 /4", "1e3/4", "auto/", "auto/x", "Auto", "1/99999999999999999999"})
    EXPECT_THAT(refusal(text), HasSubstr("expected K/N, such as 3/16, or auto")) << text;
}

// Values as in the documentation of each scheduler.
TEST(ShardArgument, IsTakenFromTheScheduler) {
  expect_shard(parse("auto", {{"SLURM_ARRAY_TASK_ID", "7"},
                              {"SLURM_ARRAY_TASK_MIN", "1"},
                              {"SLURM_ARRAY_TASK_MAX", "9"},
                              {"SLURM_ARRAY_TASK_STEP", "2"},
                              {"SLURM_ARRAY_TASK_COUNT", "5"}}),
               4, 5);
  expect_shard(parse("auto", {{"OMPI_COMM_WORLD_RANK", "0"}, {"OMPI_COMM_WORLD_SIZE", "2"}}), 1, 2);
  expect_shard(parse("auto", {{"PMI_RANK", "3"}, {"PMI_SIZE", "4"}}), 4, 4);
  expect_shard(parse("auto", {{"JOB_COMPLETION_INDEX", "2"}, {"JOB_COMPLETIONS", "3"}}), 3, 3);
  expect_shard(parse("auto/8", {{"PBS_ARRAY_INDEX", "8"}}), 8, 8);
  expect_shard(
      parse("auto",
            {{"SGE_TASK_ID", "5"}, {"SGE_TASK_FIRST", "2"}, {"SGE_TASK_LAST", "8"}, {"SGE_TASK_STEPSIZE", "3"}}),
      2, 3);
  EXPECT_THAT(parse("auto", {{"PMI_RANK", "3"}, {"PMI_SIZE", "4"}}).source, HasSubstr("PMI_RANK=3"));
}

TEST(ShardArgument, OfSchedulersThatAgreeIsTaken) {
  expect_shard(parse("auto", {{"OMPI_COMM_WORLD_RANK", "1"},
                              {"OMPI_COMM_WORLD_SIZE", "2"},
                              {"PMI_RANK", "1"},
                              {"PMI_SIZE", "2"},
                              {"SGE_TASK_ID", "undefined"}}),
               2, 2);
}

TEST(ShardArgument, ThatIsNotCertainIsRefused) {
  EXPECT_THAT(refusal("auto"), HasSubstr("none of SLURM_ARRAY_TASK_ID"));
  EXPECT_THAT(refusal("auto", {{"PBS_ARRAY_INDEX", "1"}}), HasSubstr("--shard auto/16"));
  EXPECT_THAT(refusal("auto/4", {{"PBS_ARRAY_INDEX", "5"}}), HasSubstr("found 5/4 (PBS_ARRAY_INDEX=5)"));
  EXPECT_THAT(refusal("auto", {{"PMI_RANK", "one"}, {"PMI_SIZE", "4"}}), HasSubstr("PMI_RANK=one: not a whole number"));
  EXPECT_THAT(refusal("auto", {{"SLURM_ARRAY_TASK_ID", "3"},
                               {"SLURM_ARRAY_TASK_MIN", "1"},
                               {"SLURM_ARRAY_TASK_MAX", "7"},
                               {"SLURM_ARRAY_TASK_COUNT", "3"}}),
              HasSubstr("an array with gaps"));
  EXPECT_THAT(refusal("auto", {{"OMPI_COMM_WORLD_RANK", "0"},
                               {"OMPI_COMM_WORLD_SIZE", "2"},
                               {"SLURM_ARRAY_TASK_ID", "3"},
                               {"SLURM_ARRAY_TASK_MIN", "1"},
                               {"SLURM_ARRAY_TASK_MAX", "4"},
                               {"SLURM_ARRAY_TASK_COUNT", "4"}}),
              HasSubstr("mean shard 3/4, but OMPI_COMM_WORLD_RANK=0, OMPI_COMM_WORLD_SIZE=2 mean 1/2"));
}

}  // namespace
}  // namespace actlab
