#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "app/cli/exit_code.h"
#include "app/cli_tensors/command.h"

namespace actlab {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

CommandResult check_operator(const std::string& name, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{"gradcheck", "--plugin", ACTLAB_TEST_OPERATORS, "--op", name};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_command(arguments);
}

TEST(FunctionCheck, PassesAScriptThroughAllChecks) {
  const CommandResult result = run_command({"gradcheck", "--script", "x * torch.sigmoid(1.702 * x)"});
  EXPECT_EQ(result.code, exit_done) << result.out << result.error;
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("x  float64 [3, 4]"), HasSubstr("gradcheck passed: 144 Jacobian entries agree"),
                    HasSubstr("second derivative: gradcheck passed"), HasSubstr("battery passed"),
                    HasSubstr("passed  empty input")));
}

TEST(FunctionCheck, UsesTheGivenShapesAndRange) {
  const CommandResult result = run_command(
      {"gradcheck", "--script", "torch.log(x) @ w", "--input", "2x3", "--input", "3x1", "--range", "0.5,2"});
  EXPECT_EQ(result.code, exit_done) << result.out << result.error;
  EXPECT_THAT(result.out, AllOf(HasSubstr("x  float64 [2, 3]"), HasSubstr("w  float64 [3, 1]")));
}

TEST(FunctionCheck, PassesTheExamplePlugin) {
  const CommandResult result =
      run_command({"gradcheck", "--plugin", ACTLAB_EXAMPLE_PLUGIN, "--op", "my::bent_identity"});
  EXPECT_EQ(result.code, exit_done) << result.out << result.error;
  EXPECT_THAT(result.out, HasSubstr("my::bent_identity(Tensor x, float bend=0.5) -> Tensor"));
  const CommandResult bent = run_command(
      {"gradcheck", "--plugin", ACTLAB_EXAMPLE_PLUGIN, "--op", "my::bent_identity", "--arg", "bend=2", "--input", "5"});
  EXPECT_EQ(bent.code, exit_done) << bent.out << bent.error;
  EXPECT_THAT(bent.out, HasSubstr("25 Jacobian entries"));
}

TEST(FunctionCheck, SupportsSeveralOutputsListsAndIntegerInputs) {
  EXPECT_THAT(check_operator("actlab_tests::sum_and_product", {"--input", "2x2", "--input", "2x2"}).out,
              HasSubstr("64 Jacobian entries agree"));
  EXPECT_EQ(check_operator("actlab_tests::joined", {"--input", "2x2", "--input", "1x2"}).code, exit_done);
  EXPECT_EQ(check_operator("actlab_tests::chosen", {"--input", "3x2", "--input", "4:int64"}).code, exit_done);
  EXPECT_EQ(check_operator("actlab_tests::shift_").code, exit_done);
}

TEST(FunctionCheck, FailsAWrongOperatorAndNamesTheCause) {
  const CommandResult result = check_operator("actlab_tests::wrong");
  EXPECT_EQ(result.code, exit_check_failed);
  EXPECT_THAT(result.out, AllOf(HasSubstr("gradcheck failed: 12 of 144"), HasSubstr("constant factor: "),
                                HasSubstr("2 times the numerical one")));
  const CommandResult detached = check_operator("actlab_tests::without_gradient");
  EXPECT_EQ(detached.code, exit_check_failed);
  EXPECT_THAT(detached.out, HasSubstr("a kernel for Autograd"));
}

TEST(FunctionCheck, SkipsTheSecondDerivativeOnRequest) {
  const CommandResult result = run_command({"gradcheck", "--script", "torch.tanh(x)", "--first-order"});
  EXPECT_EQ(result.code, exit_done);
  EXPECT_THAT(result.out, Not(HasSubstr("second derivative")));
}

TEST(FunctionCheck, PrintsJson) {
  const auto json = nlohmann::json::parse(check_operator("actlab_tests::wrong", {"--json"}).out);
  EXPECT_EQ(json.at("passed"), false);
  EXPECT_EQ(json.at("inputs").at(0).at("name"), "x");
  EXPECT_EQ(json.at("gradcheck").at("failures").at(0).at("cause"), "constant factor");
  EXPECT_EQ(json.at("gradcheck").at("failures").at(0).at("entry").at("input"), 0);
  EXPECT_FALSE(json.at("battery").at("rows").empty());
  EXPECT_EQ(json.at("gradgradcheck").at("passed"), true);  // it is the correct derivative of the wrong derivative
}

CommandResult check_dying_operator(const std::string& name, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{"gradcheck", "--plugin", ACTLAB_DYING_OPERATORS, "--op", name};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_command(arguments);
}

TEST(FunctionCheck, ListsAllMissingArgumentsWithTheirTypes) {
  const CommandResult result = check_dying_operator("dying::flagged", {"--arg", "mode=a"});
  EXPECT_EQ(result.code, exit_bad_input);
  EXPECT_THAT(result.error, AllOf(HasSubstr("sizes has no default and must be given: int[2], such as [2, 2]"),
                                  HasSubstr("mask has no default and must be given: bool[], such as [true, true]"),
                                  HasSubstr("factor has no default and must be given: Scalar, such as 0.5"),
                                  Not(HasSubstr("argument mode"))));
}

TEST(FunctionCheck, TakesArgumentsOfEveryType) {
  const CommandResult result =
      check_dying_operator("dying::flagged", {"--arg", "sizes=2", "--arg", "mask=[true, false]", "--arg", "factor=3",
                                              "--arg", "dtype=none", "--arg", "device=cpu", "--arg", "mode=none"});
  EXPECT_EQ(result.code, exit_done) << result.out << result.error;
}

TEST(FunctionCheck, PassesListsOptionalTensorsAndNone) {
  const CommandResult list = check_dying_operator("dying::product_of_all", {"--input", "(2x3, 4)", "--input", "2x3"});
  EXPECT_EQ(list.code, exit_done) << list.out << list.error;
  EXPECT_THAT(list.out, AllOf(HasSubstr("parts[0]  float64 [2, 3]"), HasSubstr("parts[1]  float64 [4]"),
                              HasSubstr("weight  float64 [2, 3]")));
  const CommandResult repeated =
      check_dying_operator("dying::product_of_all", {"--input", "parts=2", "--input", "parts=3"});
  EXPECT_THAT(repeated.out, AllOf(HasSubstr("parts[1]  float64 [3]"), HasSubstr("none     weight")));
  const CommandResult none = check_dying_operator("dying::picked", {"--input", "none", "--input", "5"});
  EXPECT_EQ(none.code, exit_done) << none.out << none.error;
  EXPECT_THAT(none.out, AllOf(HasSubstr("none     a"), HasSubstr("b  float64 [5]")));
  const CommandResult alone = check_dying_operator("dying::picked", {"--input", "5"});
  EXPECT_THAT(alone.out, AllOf(HasSubstr("none     a"), HasSubstr("b  float64 [5]")));
}

TEST(FunctionCheck, ChecksWhatAnOperatorWritesIntoAnOutArgument) {
  const CommandResult result = check_dying_operator("dying::square_into", {"--input", "2x2"});
  EXPECT_EQ(result.code, exit_done) << result.out << result.error;
  EXPECT_THAT(result.out, AllOf(HasSubstr("16 Jacobian entries agree"), HasSubstr("none     out")));
}

TEST(FunctionCheck, SaysThatIntegersOf0And1LeaveRowsUntouched) {
  const CommandResult drawn = check_dying_operator("dying::gathered", {"--input", "5x3", "--input", "5:int64"});
  EXPECT_THAT(drawn.out,
              AllOf(HasSubstr("note: index was drawn as integers 0 and 1"), HasSubstr("--input 'index=5:int64[0,3)'")));
  for (const char* index : {"index=5:int64[0,3)", "index=5:int64[0,3):sorted", "index=[0,2,5,1,1]"}) {
    const CommandResult given = check_dying_operator("dying::gathered", {"--input", "5x3", "--input", index});
    EXPECT_EQ(given.code, exit_done) << given.out << given.error;
    EXPECT_THAT(given.out, Not(HasSubstr("note:")));
  }
}

TEST(FunctionCheck, LeavesInputsWithoutGradientOut) {
  const CommandResult result = run_command({"gradcheck", "--script", "x * mask", "--input", "mask=3x4:nograd"});
  EXPECT_EQ(result.code, exit_done) << result.out << result.error;
  EXPECT_THAT(result.out, AllOf(HasSubstr("mask  float64 [3, 4], without gradient"),
                                HasSubstr("gradcheck passed: 144 Jacobian entries agree")));
}

TEST(FunctionCheck, ChecksAScriptThatUsesAPlugin) {
  const CommandResult result = run_command({"gradcheck", "--plugin", ACTLAB_TEST_OPERATORS, "--script",
                                            "torch.ops.actlab_tests.scaled(torch.sin(x), 2.0, False, 'square')"});
  EXPECT_EQ(result.code, exit_done) << result.out << result.error;
  const CommandResult wrong =
      run_command({"gradcheck", "--plugin", ACTLAB_TEST_OPERATORS, "--script", "torch.ops.actlab_tests.wrong(x)"});
  EXPECT_EQ(wrong.code, exit_check_failed);
  EXPECT_THAT(run_command({"gradcheck", "--script", "torch.ops.actlab_tests.nothing(x)"}).error,
              HasSubstr("actlab_tests::nothing"));
}

TEST(FunctionCheck, PassesOptionsToTheChecker) {
  const std::vector<std::string> wrong{"gradcheck", "--plugin", ACTLAB_TEST_OPERATORS, "--op", "actlab_tests::wrong"};
  std::vector<std::string> tolerant = wrong;
  tolerant.insert(tolerant.end(), {"--atol", "2", "--eps", "1e-5", "--rtol", "1e-2"});
  EXPECT_THAT(run_command(tolerant).out, HasSubstr("gradcheck passed: 144"));
  EXPECT_THAT(run_command({"gradcheck", "--script", "torch.sin(x)", "--fast-mode"}).out,
              HasSubstr("gradcheck passed: 1 "));
}

TEST(FunctionCheck, ChecksForwardModeAndBatchesOnRequest) {
  const std::vector<std::string> options{"--check-forward-ad", "--check-batched-forward-grad", "--check-batched-grad",
                                         "--check-fwd-over-rev"};
  std::vector<std::string> right{"gradcheck", "--script", "torch.sin(x) * x"};
  right.insert(right.end(), options.begin(), options.end());
  const CommandResult result = run_command(right);
  EXPECT_EQ(result.code, exit_done) << result.out << result.error;
  std::vector<std::string> of_function{"gradcheck", "--plugin", ACTLAB_EXAMPLE_PLUGIN, "--op", "my::bent_identity"};
  of_function.insert(of_function.end(), options.begin(), options.end());
  EXPECT_THAT(run_command(of_function).out, HasSubstr("forward mode: "));  // which a Function of C++ has not
}

TEST(FunctionCheck, DrawsOtherInputsForAnotherSeed) {
  const auto values = [](const char* seed) {
    const CommandResult result = run_command({"gradcheck", "--script", "torch.sin(x)", "--seed", seed, "--json"});
    return nlohmann::json::parse(result.out).at("inputs").at(0).at("values");
  };
  EXPECT_EQ(values("3"), values("3"));
  EXPECT_NE(values("3"), values("4"));
}

TEST(FunctionCheck, RejectsInputsThatTheFunctionDoesNotAccept) {
  const CommandResult shape = run_command({"gradcheck", "--script", "x @ w", "--input", "2x3", "--input", "2x3"});
  EXPECT_EQ(shape.code, exit_bad_input);
  EXPECT_THAT(shape.error, AllOf(HasSubstr("does not take x float64 [2, 3], w float64 [2, 3]"),
                                 HasSubstr("cannot be multiplied"), HasSubstr("--input")));
  EXPECT_EQ(shape.out, "");
  EXPECT_THAT(check_operator("actlab_tests::wrong", {"--input", "3", "--input", "3"}).error,
              AllOf(HasSubstr("found 2 --input without a name"), HasSubstr("takes the tensors x (Tensor)")));
  EXPECT_THAT(run_command({"gradcheck", "--script", "a + b", "--input", "3"}).error,
              AllOf(HasSubstr("found 1 --input without a name"), HasSubstr("a (Tensor), b (Tensor)")));
  EXPECT_THAT(run_command({"gradcheck", "--script", "x + x", "--input", "3:int64"}).error,
              HasSubstr("can have a gradient"));
}

TEST(FunctionCheck, RejectsInvalidArguments) {
  const auto error_of = [](std::vector<std::string> more) {
    std::vector<std::string> arguments{"gradcheck"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const CommandResult result = run_command(arguments);
    EXPECT_EQ(result.code, exit_bad_input);
    EXPECT_EQ(result.out, "");
    return result.error;
  };
  EXPECT_THAT(error_of({"--script", "x * ("}), HasSubstr("found 'eof' here"));
  EXPECT_THAT(error_of({"--plugin", "libnone.so", "--op", "a::b"}), HasSubstr("no such file"));
  EXPECT_THAT(error_of({"--plugin", ACTLAB_TEST_OPERATORS}), HasSubstr("--op"));
  EXPECT_THAT(error_of({"--plugin", ACTLAB_TEST_OPERATORS, "--op", "actlab_tests::wrng"}),
              HasSubstr("did you mean 'actlab_tests::wrong'"));
  EXPECT_THAT(error_of({"--script", "x", "--input", "3y4"}), HasSubstr("--input, column 2: found 'y'"));
  EXPECT_THAT(error_of({"--script", "x", "--input", "3:flot64"}), HasSubstr("did you mean 'float64'"));
  EXPECT_THAT(error_of({"--script", "x", "--range", "2"}), HasSubstr("--range, column 2: found the end"));
  EXPECT_THAT(error_of({"relu", "--script", "x"}), HasSubstr("give only one of them"));
  EXPECT_THAT(error_of({"relu", "--input", "3"}), HasSubstr("--input needs --script or --op"));
  EXPECT_THAT(error_of({"--eps", "1e-5"}), HasSubstr("--eps needs --script or --op"));
  EXPECT_THAT(error_of({"--plugin", ACTLAB_TEST_OPERATORS}), HasSubstr("needs --op"));
  EXPECT_THAT(error_of({"--script", "x", "--eps", "-1"}), HasSubstr("--eps"));
  EXPECT_THAT(error_of({"--script", "x", "--skip", "emty input"}), HasSubstr("did you mean 'empty input'"));
  EXPECT_THAT(error_of({"--script", "x", "--memory", "lots"}), HasSubstr("--memory lots: expected a size"));
  EXPECT_THAT(error_of({"--script", "x", "--junit", "no/such/folder/a.xml"}), HasSubstr("there is no folder"));
  EXPECT_THAT(error_of({"--script", "x", "--input", "y=3"}), HasSubstr("unknown tensor 'y'"));
  EXPECT_THAT(error_of({"--script", "x", "--input", "x=3", "--input", "x=3"}), HasSubstr("was given before"));
  EXPECT_THAT(error_of({"--script", "x", "--input", "none"}), HasSubstr("x is of type Tensor and cannot be none"));
  EXPECT_THAT(error_of({"--script", "x", "--input", "(3)"}), HasSubstr("takes one tensor, not a list"));
  EXPECT_THAT(error_of({"--op", "aten::relu", "--arg", "slope"}), HasSubstr("expected name=value"));
}

}  // namespace
}  // namespace actlab
