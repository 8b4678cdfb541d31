#include "torch/plugin/script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace actlab {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

std::string refusal_of_script(std::string_view expression) {
  try {
    Script script(expression);
    return "nothing was refused";
  } catch (const UsageError& error) {
    return error.what();
  }
}

TEST(Script, EvaluatesTheExpression) {
  const Script script("x * torch.sigmoid(1.702 * x)");
  const torch::Tensor x = torch::linspace(-3, 3, 7, torch::kDouble);
  for (int call = 0; call < 4; ++call)  // every call must agree, whatever LibTorch's optimiser would do in between
    EXPECT_TRUE(torch::equal(script({x})[0], x * torch::sigmoid(1.702 * x)));
}

TEST(Script, TakesXFirstAndItsOtherNamesInTheOrderOfUse) {
  EXPECT_THAT(Script("torch.relu(x)").names(), ElementsAre("x"));
  EXPECT_THAT(Script("torch.where(x > 0, x, weight * x)").names(), ElementsAre("x", "weight"));
  EXPECT_THAT(Script("b * x.tanh() + torch.pow(a, 2)").names(), ElementsAre("x", "b", "a"));
  const Script named("a - b");
  EXPECT_EQ(named({torch::ones({}), torch::zeros({})})[0].item<float>(), 1);
}

TEST(Script, MayHaveSeveralResultsAndSeveralLines) {
  EXPECT_EQ(Script("(x, x * 2)")({torch::ones({2})}).size(), 2u);
  EXPECT_EQ(Script("torch.exp(\n  x)")({torch::zeros({})})[0].item<float>(), 1);
}

TEST(Script, RejectsAnExpressionThatDoesNotCompileAndShowsThePosition) {
  EXPECT_THAT(refusal_of_script("x * torch.sigmod(x)"), AllOf(HasSubstr("torch.sigmod(x)"), HasSubstr("<--- HERE")));
  EXPECT_THAT(refusal_of_script("x * (x + "), HasSubstr("found 'eof' here:"));
  EXPECT_THAT(refusal_of_script("x) + (x"), HasSubstr("<--- HERE"));
  EXPECT_THAT(refusal_of_script("x = 1"), HasSubstr("<--- HERE"));
  EXPECT_THAT(refusal_of_script("1 + 2"), HasSubstr("contains no tensor"));
  EXPECT_THAT(refusal_of_script(""), HasSubstr("does not compile"));
}

}  // namespace
}  // namespace actlab
