// Functions that end the process: what is reported, and that this process goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli_tensors/command.h"

namespace actlab {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

CommandResult check_dying(const std::string& op, std::vector<std::string> more) {
  std::vector<std::string> arguments{"gradcheck", "--plugin", ACTLAB_DYING_OPERATORS, "--op", "dying::" + op};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_command(arguments);
}

struct Death {
  std::string how;           // what the operator does
  std::string report;        // the name of its death
  std::string meaning = {};  // a part of the explanation
};

class DyingFunction : public testing::TestWithParam<Death> {};

TEST_P(DyingFunction, IsReportedWithItsInputsAndExitCode1) {
  const CommandResult result = check_dying("die", {"--arg", "how=" + GetParam().how, "--memory", "1GB"});
  EXPECT_EQ(result.code, exit_check_failed) << result.error;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("The function died (" + GetParam().report + "): "), HasSubstr(GetParam().meaning),
                    HasSubstr("during   the first call"), HasSubstr("x  float64 [3, 4], -1.75"),
                    HasSubstr("\n  try      "), HasSubstr("\n  again    ")));
}

std::vector<Death> deaths() {
  std::vector<Death> all{{"segfault", "SIGSEGV"},
                         {"recursion", "SIGSEGV"},
                         {"bus", "SIGBUS"},
                         {"abort", "SIGABRT"},
                         {"terminate", "SIGABRT", "std::terminate"},
                         {"divide", "SIGFPE", "divided an integer by zero"},
                         {"kill", "SIGKILL"},
                         {"exit", "exit", "it ended the process, with exit code 0"},
                         {"quick_exit", "exit", "it ended the process, with exit code 7"}};
#ifndef __SANITIZE_ADDRESS__  // which needs more memory than any limit
  all.push_back({"memory", "memory", "more memory than there is"});
#endif
  return all;
}

INSTANTIATE_TEST_SUITE_P(Ways, DyingFunction, testing::ValuesIn(deaths()),
                         [](const auto& death) { return death.param.how; });

TEST(DyingFunctions, ThatNeverReturnAreEndedAtTheLimit) {
  const auto start = std::chrono::steady_clock::now();
  const CommandResult result = check_dying("die", {"--arg", "how=loop", "--timeout", "2"});
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
  EXPECT_EQ(result.code, exit_check_failed);
  EXPECT_THAT(result.out, AllOf(HasSubstr("died (timeout): it has not returned for"), HasSubstr("the limit of 2 s"),
                                HasSubstr("in forward, call 1")));
  EXPECT_THAT(result.error, AllOf(HasSubstr("the first call: 1"), HasSubstr("--timeout ends it after 2 s")));
}

TEST(DyingFunctions, ThatNeverReturnFromBackwardAreEndedAtTheLimit) {
  const CommandResult result = check_dying("die", {"--arg", "how=loop", "--arg", "when=backward", "--timeout", "2"});
  EXPECT_EQ(result.code, exit_check_failed);
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("died (timeout): it has not returned for"), HasSubstr("in backward, pass 1")));
}

TEST(DyingFunctions, ThatAreOnlySlowAreToldApart) {
  const CommandResult result = check_dying("die", {"--arg", "how=sleep", "--timeout", "4"});
  EXPECT_EQ(result.code, exit_check_failed);
  EXPECT_THAT(result.out, AllOf(HasSubstr("the check was not done after 4 s"), HasSubstr("--fast-mode")));
}

TEST(DyingFunctions, SayInWhichPartOfTheCheckTheyDied) {
  const auto died = [](const std::string& when) {
    const CommandResult result = check_dying("die", {"--arg", "how=abort", "--arg", "when=" + when});
    EXPECT_EQ(result.code, exit_check_failed);
    return result.out;
  };
  EXPECT_THAT(died("backward"), AllOf(HasSubstr("during   the first derivative: in backward, pass 1, after call "),
                                      Not(HasSubstr("gradcheck passed"))));
  EXPECT_THAT(died("double backward"), AllOf(HasSubstr("gradcheck passed: 144 Jacobian entries agree"),
                                             HasSubstr("during   the second derivative: in backward")));
  EXPECT_THAT(died("empty"),
              AllOf(HasSubstr("second derivative: gradcheck passed"), HasSubstr("passed  0-d input"),
                    HasSubstr("during   the battery, empty input: in forward"), HasSubstr("x  float64 [0, 4]")));
}

TEST(DyingFunctions, ThatIndexWithTheirInputsAreToldWhatToGive) {
  const CommandResult pooled = check_dying("pooled_boxes", {"--input", "2x3", "--input", "4x5", "--arg", "height=2"});
  EXPECT_EQ(pooled.code, exit_check_failed);
  EXPECT_THAT(pooled.out, AllOf(HasSubstr("SIGSEGV"), HasSubstr("boxes  float64 [4, 5]"),
                                HasSubstr("Does boxes hold boxes, indices or counts?"), HasSubstr("--input 'boxes=")));
  const CommandResult with_values = check_dying(
      "pooled_boxes", {"--input", "2x3", "--input", "boxes=[[0, 1, 1, 3, 3]]:float64:nograd", "--arg", "height=2"});
  EXPECT_EQ(with_values.code, exit_done) << with_values.out << with_values.error;

  const CommandResult basis = check_dying("basis", {"--input", "4x2", "--input", "2:int64"});
  EXPECT_EQ(basis.code, exit_check_failed);
  EXPECT_THAT(basis.out, AllOf(HasSubstr("SIGFPE"), HasSubstr("kernel_size  int64 [2], 0 to 1: 0, 1"),
                               HasSubstr("--input 'kernel_size=2:int64[1,4)'")));
  EXPECT_EQ(check_dying("basis", {"--input", "4x2", "--input", "kernel_size=2:int64[1,4)"}).code, exit_done);
}

TEST(DyingFunctions, MayDieBeforeThereIsAFunction) {
  const CommandResult result = run_command({"gradcheck", "--plugin", ACTLAB_DYING_AT_LOAD, "--op", "a::b"});
  EXPECT_EQ(result.code, exit_check_failed);
  EXPECT_THAT(result.out, AllOf(HasSubstr("SIGABRT"), HasSubstr("during   loading the library")));
}

TEST(DyingFunctions, AreInTheJsonReport) {
  const auto json =
      nlohmann::json::parse(check_dying("die", {"--arg", "how=abort", "--arg", "when=backward", "--json"}).out);
  EXPECT_EQ(json.at("passed"), false);
  EXPECT_EQ(json.at("died").at("how"), "SIGABRT");
  EXPECT_EQ(json.at("died").at("stage"), "the first derivative");
  EXPECT_TRUE(json.at("gradcheck").is_null());
}

TEST(FunctionOutput, DoesNotReachTheReport) {
  const CommandResult result = check_dying("talkative", {"--json"});
  EXPECT_EQ(result.code, exit_done);
  EXPECT_EQ(nlohmann::json::parse(result.out).at("passed"), true);
}

}  // namespace
}  // namespace actlab
