// The command line of the program with LibTorch.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "app/cli/exit_code.h"
#include "app/cli_tensors/command.h"

namespace actlab {
namespace {

using testing::HasSubstr;

TEST(TensorVerbs, EveryVerbHasHelp) {
  for (const Verb& verb : tensor_verbs()) {
    const CommandResult result = run_command({std::string(verb.name), "--help"});
    EXPECT_EQ(result.code, exit_done) << verb.name;
    EXPECT_THAT(result.out, HasSubstr("--help"));
  }
}

TEST(TensorVerbs, EveryVerbRejectsAnUnknownOption) {
  for (const Verb& verb : tensor_verbs()) {
    const CommandResult result = run_command({std::string(verb.name), "--not-there"});
    EXPECT_EQ(result.code, exit_bad_input) << verb.name;
    EXPECT_THAT(result.error, HasSubstr("unknown option '--not-there'"));
  }
}

class EagerRunVerb : public WorkingDirectory {};

TEST_F(EagerRunVerb, GivesTheSameBytesForAnyNumberOfJobs) {
  run_command({"circle.yaml", "--jobs", "1", "--out", "one", "engine=eager"});
  run_command({"circle.yaml", "--jobs", "5", "--out", "five", "engine=eager"});
  EXPECT_EQ(trials_without_seconds("one"), trials_without_seconds("five"));
  EXPECT_EQ(read_file("one/curves.csv"), read_file("five/curves.csv"));
  EXPECT_EQ(read_file("one/summary.json"), read_file("five/summary.json"));
}

TEST_F(EagerRunVerb, KeepsWeightsIfConfigured) {
  run_command({"circle.yaml", "record.weights=true", "--out", "run"});
  EXPECT_TRUE(std::filesystem::is_regular_file("run/weights/Linear-3.pt"));
}

}  // namespace
}  // namespace actlab
