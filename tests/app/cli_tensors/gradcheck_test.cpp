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
  const Ran ran = run_command({"gradcheck"});
  EXPECT_EQ(ran.code, exit_done);
  for (const ActivationPtr& activation : catalogue())
    EXPECT_THAT(ran.out, HasSubstr("\n" + std::string(activation->spec().name) + " "));
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(display_width(line), 100u) << line;
  EXPECT_THAT(ran.out, Not(HasSubstr("\x1b")));  // not a terminal
}

TEST(GradcheckVerb, ShowsOnlyTheActivationsNamedUnderAnyOfTheirNames) {
  const Ran ran = run_command({"gradcheck", "heaviside", "tanh"});
  EXPECT_THAT(ran.out, AllOf(HasSubstr("\nstep "), HasSubstr("\ntanh "), Not(HasSubstr("relu"))));
}

TEST(GradcheckVerb, ShowsTheZeroGradientOfStepAsNoOrdinaryPass) {
  const Ran ran = run_command({"gradcheck", "step"});
  EXPECT_EQ(ran.code, exit_done);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("zero\n"), Not(HasSubstr("ok\n"))));
  EXPECT_THAT(ran.out, HasSubstr("step: gradient 0 everywhere: layers before it do not learn."));
  EXPECT_THAT(ran.out, HasSubstr("step at 0: takes 0, in [0, inf), unbounded because it jumps there"));
}

TEST(GradcheckVerb, PrintsJson) {
  const Ran ran = run_command({"gradcheck", "relu", "--json"});
  const auto json = nlohmann::json::parse(ran.out);
  ASSERT_EQ(json.size(), 1u);
  EXPECT_EQ(json[0].at("name"), "relu");
}

TEST(GradcheckVerb, RefusesAnUnknownNameBeforeAnythingIsChecked) {
  const Ran ran = run_command({"gradcheck", "tanh", "rleu"});
  EXPECT_EQ(ran.code, exit_bad_input);
  EXPECT_THAT(ran.error, AllOf(HasSubstr("rleu"), HasSubstr("relu")));
  EXPECT_EQ(ran.out, "");
}

TEST(GradcheckText, TellsWhatFailedAndWhere) {
  const std::string text = gradcheck_text(std::vector{failed_check()}, /*colours=*/false);
  EXPECT_THAT(text, HasSubstr("FAILED"));
  EXPECT_THAT(text, HasSubstr("constant factor: the gradient is twice what it should be."));
  EXPECT_THAT(text, HasSubstr("d output 0 [7] / d input 0 [7]: analytical 2, numerical 1"));
  EXPECT_THAT(text, HasSubstr("relu at 0: takes 0, NOT in [0, 1]"));
  EXPECT_THAT(text, HasSubstr("value in float32: 1e+06 epsilons"));
}

TEST(GradcheckText, ColoursAFailureOnATerminal) {
  EXPECT_THAT(gradcheck_text(std::vector{failed_check()}, /*colours=*/true), HasSubstr("\x1b[31mFAILED"));
}

TEST(GradcheckText, GivesExitCodeOneWhereARowFails) {
  EXPECT_EQ(gradcheck_exit_code(checks_of({"relu", "tanh"})), exit_done);
  EXPECT_EQ(gradcheck_exit_code(std::vector{checks_of({"tanh"})[0], failed_check()}), exit_check_failed);
}

TEST(ActivationsVerb, ListsEachActivationWithFormulaRangeKinksParametersAndSource) {
  const Ran ran = run_command({"activations"});
  EXPECT_EQ(ran.code, exit_done);
  for (const ActivationPtr& activation : catalogue()) {
    EXPECT_THAT(ran.out, HasSubstr(activation->spec().name));
    EXPECT_THAT(ran.out, HasSubstr(activation->spec().range));
  }
  EXPECT_THAT(ran.out, HasSubstr("max(0, x)\n"));
  EXPECT_THAT(ran.out, HasSubstr("kink at 0; negative_slope=0.01"));
  EXPECT_THAT(ran.out, HasSubstr("jump at 0; no parameters; also heaviside"));
  EXPECT_THAT(ran.out, HasSubstr("arXiv:1606.08415"));
}

TEST(ActivationsVerb, ExplainsEachActivationWithinAHundredColumns) {
  for (const ActivationPtr& activation : catalogue()) {
    const Ran ran = run_command({"activations", std::string(activation->spec().name)});
    for (const char* label : {"formula", "derivative", "range", "kinks", "source"})
      EXPECT_THAT(ran.out, HasSubstr(label)) << activation->spec().name;
    std::istringstream lines(ran.out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(display_width(line), 100u) << line;
  }
}

TEST(ActivationsVerb, PlotsTheFunctionAndItsDerivative) {
  const Ran ran = run_command({"activations", "gelu"});
  EXPECT_THAT(ran.out, AllOf(HasSubstr("f(x)"), HasSubstr("f'(x)"), HasSubstr("-0.169"), HasSubstr("1.13")));
  EXPECT_THAT(ran.out, HasSubstr("approximate = none (none, tanh)"));
}

TEST(ActivationsVerb, PrintsTheRecordedErrorsOfEachBesideTheBuiltins) {
  const Ran ran = run_command({"activations", "--accuracy"});
  EXPECT_EQ(ran.code, exit_done);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("largest error in ULP"), HasSubstr("float64 f'"), HasSubstr("built-in")));
  for (const ActivationPtr& activation : catalogue()) {
    if (activation->is_row_wise()) continue;
    EXPECT_THAT(ran.out, HasSubstr("\n" + std::string(activation->spec().name) + " "));
  }
  EXPECT_THAT(run_command({"activations", "gelu"}).out,
              AllOf(HasSubstr("error, ULP"), HasSubstr("not torch's"), HasSubstr("value at -inf: 0 instead of nan")));
}

TEST(ActivationsVerb, RefusesAnUnknownName) {
  const Ran ran = run_command({"activations", "rleu"});
  EXPECT_EQ(ran.code, exit_bad_input);
  EXPECT_THAT(ran.error, AllOf(HasSubstr("rleu"), HasSubstr("relu")));
}

}  // namespace
}  // namespace actlab
