#include "app/cli_tensors/gradcheck_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "app/cli/exit_code.h"
#include "app/cli_tensors/command.h"
#include "show/report/table.h"

namespace actlab {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::vector<ActivationCheck> checks_of(const std::vector<std::string>& names) {
  std::vector<ActivationCheck> checks;
  for (const std::string& name : names) checks.push_back(check_activation(*make_activation(name)));
  return checks;
}

ActivationCheck failed_check() {
  ActivationCheck check = check_activation(*make_activation("relu"));
  const JacobianEntry entry{0, 0, {7}, {7}, 2, 1, 1, 1e-3};
  check.first.report.failures = {{Cause::constant_factor, "the gradient is twice what it should be.", entry}};
  check.kinks[0].held = false;
  check.builtin[1].held = false;
  check.builtin[1].value.epsilons = 1e6;
  return check;
}

TEST(GradcheckVerb, ShowsARowForEachActivationWithinAHundredColumns) {
  const CommandResult result = run_command({"gradcheck"});
  EXPECT_EQ(result.code, exit_done);
  for (const ActivationPtr& activation : catalogue())
    EXPECT_THAT(result.out, HasSubstr("\n" + std::string(activation->spec().name) + " "));
  std::istringstream lines(result.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(display_width(line), 100u) << line;
  EXPECT_THAT(result.out, Not(HasSubstr("\x1b")));  // not a terminal
}

TEST(GradcheckVerb, ShowsOnlyTheGivenActivationsAndAcceptsAliases) {
  const CommandResult result = run_command({"gradcheck", "heaviside", "tanh"});
  EXPECT_THAT(result.out, AllOf(HasSubstr("\nstep "), HasSubstr("\ntanh "), Not(HasSubstr("relu"))));
}

TEST(GradcheckVerb, DistinguishesAZeroGradientFromAnOrdinaryPass) {
  const CommandResult result = run_command({"gradcheck", "step"});
  EXPECT_EQ(result.code, exit_done);
  EXPECT_THAT(result.out, AllOf(HasSubstr("zero\n"), Not(HasSubstr("ok\n"))));
  EXPECT_THAT(result.out, HasSubstr("step: gradient 0 everywhere: layers before it do not learn."));
  EXPECT_THAT(result.out, HasSubstr("step at 0: derivative 0, in [0, inf), unbounded because it jumps"));
}

TEST(GradcheckVerb, PrintsJson) {
  const CommandResult result = run_command({"gradcheck", "relu", "--json"});
  const auto json = nlohmann::json::parse(result.out);
  EXPECT_EQ(json.at("kind"), "activations");
  EXPECT_EQ(json.at("passed"), true);
  ASSERT_EQ(json.at("activations").size(), 1u);
  EXPECT_EQ(json.at("activations")[0].at("name"), "relu");
}

TEST(GradcheckVerb, RejectsAnUnknownNameBeforeAnyCheck) {
  const CommandResult result = run_command({"gradcheck", "tanh", "rleu"});
  EXPECT_EQ(result.code, exit_bad_input);
  EXPECT_THAT(result.error, AllOf(HasSubstr("rleu"), HasSubstr("relu")));
  EXPECT_EQ(result.out, "");
}

TEST(GradcheckText, ShowsWhatFailedAndWhere) {
  const std::string text = gradcheck_text(std::vector{failed_check()}, /*colours=*/false);
  EXPECT_THAT(text, HasSubstr("FAILED"));
  EXPECT_THAT(text, HasSubstr("constant factor: the gradient is twice what it should be."));
  EXPECT_THAT(text, HasSubstr("d output 0 [7] / d input 0 [7]: analytical 2, numerical 1"));
  EXPECT_THAT(text, HasSubstr("relu at 0: derivative 0, NOT in [0, 1]"));
  EXPECT_THAT(text, HasSubstr("value in float32: 1e+06 epsilons"));
}

TEST(GradcheckText, ColoursAFailureOnATerminal) {
  EXPECT_THAT(gradcheck_text(std::vector{failed_check()}, /*colours=*/true), HasSubstr("\x1b[31mFAILED"));
}

TEST(GradcheckText, ReturnsExitCode1IfACheckFails) {
  EXPECT_EQ(gradcheck_exit_code(checks_of({"relu", "tanh"})), exit_done);
  EXPECT_EQ(gradcheck_exit_code(std::vector{checks_of({"tanh"})[0], failed_check()}), exit_check_failed);
}

TEST(ActivationsVerb, ListsEachActivationWithFormulaRangeKinksParametersAndSource) {
  const CommandResult result = run_command({"activations"});
  EXPECT_EQ(result.code, exit_done);
  for (const ActivationPtr& activation : catalogue()) {
    EXPECT_THAT(result.out, HasSubstr(activation->spec().name));
    EXPECT_THAT(result.out, HasSubstr(activation->spec().range));
  }
  EXPECT_THAT(result.out, HasSubstr("max(0, x)\n"));
  EXPECT_THAT(result.out, HasSubstr("kink at 0; negative_slope=0.01"));
  EXPECT_THAT(result.out, HasSubstr("jump at 0; no parameters; also heaviside"));
  EXPECT_THAT(result.out, HasSubstr("arXiv:1606.08415"));
}

TEST(ActivationsVerb, DescribesEachActivationWithinAHundredColumns) {
  for (const ActivationPtr& activation : catalogue()) {
    const CommandResult result = run_command({"activations", std::string(activation->spec().name)});
    for (const char* label : {"formula", "derivative", "range", "kinks", "source"})
      EXPECT_THAT(result.out, HasSubstr(label)) << activation->spec().name;
    std::istringstream lines(result.out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(display_width(line), 100u) << line;
  }
}

TEST(ActivationsVerb, PlotsTheFunctionAndItsDerivative) {
  const CommandResult result = run_command({"activations", "gelu"});
  EXPECT_THAT(result.out, AllOf(HasSubstr("f(x)"), HasSubstr("f'(x)"), HasSubstr("-0.169"), HasSubstr("1.13")));
  EXPECT_THAT(result.out, HasSubstr("approximate = none (none, tanh)"));
}

TEST(ActivationsVerb, PrintsTheRecordedErrorsBesideThoseOfTheBuiltins) {
  const CommandResult result = run_command({"activations", "--accuracy"});
  EXPECT_EQ(result.code, exit_done);
  EXPECT_THAT(result.out, AllOf(HasSubstr("largest error in ULP"), HasSubstr("float64 f'"), HasSubstr("built-in"),
                                HasSubstr("input of the largest error")));
  for (const ActivationPtr& activation : catalogue()) {
    if (activation->is_row_wise()) continue;
    EXPECT_THAT(result.out, HasSubstr("\n" + std::string(activation->spec().name) + " "));
  }
  EXPECT_THAT(run_command({"activations", "gelu"}).out,
              AllOf(HasSubstr("error, ULP"), HasSubstr(" at x = "), HasSubstr("not torch's"),
                    HasSubstr("value at -inf: 0 instead of nan")));
}

TEST(ActivationsVerb, RejectsAnUnknownName) {
  const CommandResult result = run_command({"activations", "rleu"});
  EXPECT_EQ(result.code, exit_bad_input);
  EXPECT_THAT(result.error, AllOf(HasSubstr("rleu"), HasSubstr("relu")));
}

}  // namespace
}  // namespace actlab
