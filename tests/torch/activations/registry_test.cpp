#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "catalogue/activation.h"
#include "catalogue/records/speed.h"
#include "core/error.h"
#include "torch/autograd/apply.h"

namespace actlab {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string error_of(std::string_view name, const ParameterValues& values = {}) {
  try {
    make_activation(name, values);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(Registry, HasTheBasicActivations) {
  std::vector<std::string_view> names;
  for (const ActivationPtr& activation : catalogue()) names.push_back(activation->spec().name);
  EXPECT_THAT(names, testing::IsSupersetOf({"step", "identity", "sigmoid", "tanh", "relu", "leaky_relu", "gelu",
                                            "softmax", "log_softmax"}));
}

TEST(Registry, FindsEachActivationByItsUniqueNameAndAliases) {
  std::set<std::string_view> names;
  for (const ActivationPtr& activation : catalogue()) {
    const Spec& spec = activation->spec();
    EXPECT_EQ(&make_activation(spec.name)->spec(), &spec);
    EXPECT_TRUE(names.insert(spec.name).second) << spec.name;
    for (const std::string_view alias : spec.aliases) {
      if (alias.empty()) continue;
      EXPECT_EQ(&make_activation(alias)->spec(), &spec);
      EXPECT_TRUE(names.insert(alias).second) << alias;
    }
  }
}

TEST(Registry, HasTextForEverythingThatIsShown) {
  for (const ActivationPtr& activation : catalogue()) {
    const Spec& spec = activation->spec();
    EXPECT_FALSE(activation->formula_text().empty()) << spec.name;
    EXPECT_FALSE(activation->derivative_text().empty()) << spec.name;
    EXPECT_FALSE(spec.source.empty()) << spec.name;
    EXPECT_LT(spec.interval[0], spec.interval[1]) << spec.name;
    for (const Parameter& parameter : activation->parameters()) EXPECT_FALSE(parameter.help.empty()) << spec.name;
    for (const Kink& kink : activation->kinks()) {
      EXPECT_GE(kink.at, spec.interval[0]) << spec.name;
      EXPECT_LE(kink.at, spec.interval[1]) << spec.name;
    }
  }
}

TEST(Registry, AnswersAnUnknownNameWithTheNearestAndAllKnownOnes) {
  EXPECT_THAT(error_of("rleu"), AllOf(HasSubstr("unknown activation 'rleu'"), HasSubstr("did you mean 'relu'?"),
                                      HasSubstr("gaussian, gelu")));
  EXPECT_THAT(error_of(""), HasSubstr("unknown activation ''"));
}

TEST(Registry, AnswersAnUnknownParameterWithTheNearestAndAllKnownOnes) {
  EXPECT_THAT(error_of("leaky_relu", {{"negative_slop", 0.1}}),
              AllOf(HasSubstr("leaky_relu"), HasSubstr("did you mean 'negative_slope'?")));
  EXPECT_THAT(error_of("relu", {{"alpha", 1.0}}), HasSubstr("relu takes no parameter, but was given 'alpha'"));
}

TEST(Registry, AnswersAWrongValueWithWhatIsAllowed) {
  EXPECT_THAT(error_of("gelu", {{"approximate", "tan"}}), AllOf(HasSubstr("approximate"), HasSubstr("none, tanh")));
  EXPECT_THAT(error_of("leaky_relu", {{"negative_slope", "steep"}}), HasSubstr("must be a number"));
  EXPECT_THAT(error_of("leaky_relu", {{"negative_slope", std::nan("")}}), HasSubstr("finite"));
  EXPECT_THAT(error_of("softmax", {{"dim", 0.5}}), HasSubstr("must be an integer"));
}

TEST(Registry, SetsParameters) {
  EXPECT_EQ(to_string(*make_activation("leaky_relu", {{"negative_slope", 0.1}})), "leaky_relu(negative_slope=0.1)");
  EXPECT_EQ(to_string(*make_activation("leaky_relu", {{"negative_slope", std::int64_t{1}}})),
            "leaky_relu(negative_slope=1)");
  EXPECT_EQ(to_string(*make_activation("leaky_relu")), "leaky_relu");
  EXPECT_EQ(to_string(*make_activation("gelu", {{"approximate", "tanh"}})), "gelu(approximate=tanh)");
  const auto x = torch::tensor({-2.0, 3.0}, torch::kDouble);
  EXPECT_TRUE(torch::equal(apply(*make_activation("leaky_relu", {{"negative_slope", 0.5}}), x),
                           torch::tensor({-1.0, 3.0}, torch::kDouble)));
}

TEST(Registry, HasTheMachineOfEachRecordedTime) {
  for (const ActivationPtr& activation : catalogue()) {
    const auto recorded = recorded_speed(*activation);
    if (!recorded) continue;
    EXPECT_GT(recorded->speed.forward_copy, 0) << activation->spec().name;
    EXPECT_GT(recorded->speed.backward_copy, 0) << activation->spec().name;
    EXPECT_FALSE(recorded->machine.empty()) << activation->spec().name;
  }
}

TEST(Registry, RejectsTensorsThatAreNotFloatingPoint) {
  for (const ActivationPtr& activation : catalogue()) {
    for (const auto dtype : {torch::kLong, torch::kBool, torch::kComplexDouble}) {
      try {
        apply(*activation, torch::ones({2}, dtype));
        FAIL() << to_string(*activation) << " takes " << dtype;
      } catch (const c10::Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("expected a floating-point tensor"));
      }
    }
  }
}

}  // namespace
}  // namespace actlab
