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

TEST(FunctionCheck, RejectsInputsThatTheFunctionDoesNotAccept) {
  const CommandResult shape = run_command({"gradcheck", "--script", "x @ w", "--input", "2x3", "--input", "2x3"});
  EXPECT_EQ(shape.code, exit_bad_input);
  EXPECT_THAT(shape.error, AllOf(HasSubstr("does not take x float64 [2, 3], w float64 [2, 3]"),
                                 HasSubstr("cannot be multiplied"), HasSubstr("--input")));
  EXPECT_EQ(shape.out, "");
  EXPECT_THAT(check_operator("actlab_tests::wrong", {"--input", "3", "--input", "3"}).error,
              HasSubstr("takes 1 tensor (x), and 2 were given"));
  EXPECT_THAT(run_command({"gradcheck", "--script", "a + b", "--input", "3"}).error,
              HasSubstr("found 1 times --input, but the script has the tensors a, b"));
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
  EXPECT_THAT(error_of({"--script", "x", "--input", "3y4"}), HasSubstr("--input 3y4: found the shape"));
  EXPECT_THAT(error_of({"--script", "x", "--input", "3:flot64"}), HasSubstr("did you mean 'float64'"));
  EXPECT_THAT(error_of({"--script", "x", "--range", "2"}), HasSubstr("--range 2: expected two numbers"));
  EXPECT_THAT(error_of({"relu", "--script", "x"}), HasSubstr("give only one of them"));
  EXPECT_THAT(error_of({"relu", "--input", "3"}), HasSubstr("need --script or --op"));
  EXPECT_THAT(error_of({"--op", "aten::relu", "--arg", "slope"}), HasSubstr("expected name=value"));
}

}  // namespace
}  // namespace actlab
