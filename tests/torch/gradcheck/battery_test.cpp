#include "actlab/battery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "inputs.h"
#include "wrong_functions.h"

namespace actlab {
namespace {

Tensors spread_inputs(torch::IntArrayRef shape) {
  return {spread(shape)};
}

// The failed rows and their causes.
std::vector<std::pair<std::string, Cause>> failures(const BatteryReport& report) {
  std::vector<std::pair<std::string, Cause>> result;
  for (const BatteryRow& row : report.rows) {
    if (row.outcome == Outcome::failed) result.emplace_back(row.pitfall, *row.cause);
  }
  return result;
}

using testing::Contains;
using testing::ElementsAre;
using testing::Pair;

TEST(Battery, PassesACorrectFunctionInEveryRow) {
  const auto report = battery([](const torch::Tensor& x) { return wrong::Right::apply(x); }, spread_inputs);
  EXPECT_TRUE(report) << report;
  EXPECT_EQ(report.rows.size(), 20u);
  EXPECT_EQ(report.at("transposed input").outcome, Outcome::passed);
}

TEST(Battery, PassesTorchsOwnOperations) {
  for (auto* fn : {torch::sigmoid, torch::exp, torch::tanh, torch::silu}) {
    const auto report = battery(fn, spread_inputs);
    EXPECT_TRUE(report) << report;
  }
}

TEST(Battery, PassesAFunctionThatAcceptsOnlyOneShape) {
  const MakeInputs make = [](torch::IntArrayRef shape) -> Tensors {
    if (shape.size() != 2) return {};
    return {spread(shape), spread({2, shape[1]}), positive({2})};
  };
  const auto report = battery(
      [](const torch::Tensor& x, const torch::Tensor& w, const torch::Tensor& b) { return torch::linear(x, w, b); },
      make);
  EXPECT_TRUE(report) << report;
  EXPECT_EQ(report.at("0-d input").outcome, Outcome::skipped);
}

TEST(Battery, FindsAnInputReadPastItsStrides) {
  const auto report = battery([](const torch::Tensor& x) { return wrong::ReadsPastStrides::apply(x); }, spread_inputs);
  EXPECT_THAT(failures(report), Contains(Pair("transposed input", Cause::input_layout)));
  EXPECT_THAT(failures(report), Contains(Pair("sliced with steps input", Cause::input_layout)));
}

TEST(Battery, FindsAGradientReadPastItsStrides) {
  const auto report = battery([](const torch::Tensor& x) { return wrong::AssumesContiguity::apply(x); }, spread_inputs);
  EXPECT_EQ(report.at("non-contiguous grad_output").cause, Cause::non_contiguous_gradient);
}

TEST(Battery, FindsAnUndefinedGradientNotHandled) {
  const auto report =
      battery([](const torch::Tensor& x) { return wrong::UndefinedNotHandled::apply(x); }, spread_inputs);
  EXPECT_EQ(report.at("undefined grad_output").cause, Cause::undefined_gradient);
}

TEST(Battery, FindsABackwardThatFailsOnEmptyInput) {
  const auto report = battery([](const torch::Tensor& x) { return wrong::FailsOnEmpty::apply(x); }, spread_inputs);
  EXPECT_THAT(failures(report), ElementsAre(Pair("empty input", Cause::empty_gradient)));
}

TEST(Battery, FindsAGradientOfTheWrongDtype) {
  const auto report = battery([](const torch::Tensor& x) { return wrong::FloatGradient::apply(x); }, spread_inputs);
  EXPECT_EQ(report.at("gradient dtypes").cause, Cause::wrong_dtype);
}

TEST(Battery, FindsABackwardThatModifiesASavedTensor) {
  const auto report = battery([](const torch::Tensor& x) { return wrong::StaleBuffer::apply(x); }, spread_inputs);
  EXPECT_EQ(report.at("repeated backward").cause, Cause::stale_state);
}

TEST(Battery, FindsABackwardThatOverwritesGradOutput) {
  const auto report =
      battery([](const torch::Tensor& x) { return wrong::OverwritesGradOutput::apply(x); }, spread_inputs);
  EXPECT_EQ(report.at("repeated backward").cause, Cause::stale_state);
}

TEST(Battery, FindsASavedTensorWithoutAVersionCheck) {
  const auto report = battery([](const torch::Tensor& x) { return wrong::HiddenInput::apply(x); }, spread_inputs);
  EXPECT_EQ(report.at("version counters").cause, Cause::version_counter);
}

TEST(Battery, FindsAReferenceCycleThroughTheOutput) {
  const auto report = battery([](const torch::Tensor& x) { return wrong::HoldsItsOutput::apply(x); }, spread_inputs);
  EXPECT_EQ(report.at("freed memory").cause, Cause::leak);
}

TEST(Battery, FindsAWrongSecondDerivative) {
  const auto report = battery([](const torch::Tensor& x) { return wrong::SavedIntermediate::apply(x); }, spread_inputs);
  EXPECT_THAT(failures(report), ElementsAre(Pair("double backward", Cause::saved_intermediate)));
}

TEST(Battery, ReportsEachProblemOnceEvenIfManyRowsFail) {
  const auto report = battery([](const torch::Tensor& x) { return wrong::FactorOfTwo::apply(x); }, spread_inputs);
  EXPECT_THAT(to_string(report), testing::HasSubstr("FAILED  transposed input: see contiguous input\n"));
}

TEST(Battery, FindsAFunctionThatIsWrongOnlyInFloat32) {
  const auto report = battery(
      [](const torch::Tensor& x) { return x.scalar_type() == torch::kFloat ? 1.001 * torch::exp(x) : torch::exp(x); },
      spread_inputs);
  EXPECT_EQ(report.at("Float input").cause, Cause::low_precision);
}

TEST(Battery, FindsAnOutputOfLowerPrecision) {
  const auto report = battery(
      [](const torch::Tensor& x) {
        return torch::exp(x).to(x.scalar_type() == torch::kFloat ? torch::kHalf : x.scalar_type());
      },
      spread_inputs);
  EXPECT_EQ(report.at("Float input").cause, Cause::wrong_dtype);
}

TEST(Battery, SaysThatAnOutputHasAHigherPrecisionWhichCanBeMeant) {
  const auto report = battery([](const torch::Tensor& x) { return torch::exp(x.to(torch::kDouble)); }, spread_inputs);
  EXPECT_TRUE(report) << report;
  EXPECT_EQ(report.at("Float input").outcome, Outcome::skipped);
  EXPECT_THAT(report.at("Float input").detail, testing::HasSubstr("output 0 has dtype Double"));
}

TEST(Battery, SkipsADtypeThatTheFunctionDoesNotSupport) {
  const auto report = battery(
      [](const torch::Tensor& x) {
        TORCH_CHECK(x.scalar_type() != torch::kHalf, "no half precision here");
        return torch::exp(x);
      },
      spread_inputs);
  EXPECT_EQ(report.at("Half input").outcome, Outcome::skipped);
  EXPECT_THAT(report.at("Half input").detail, testing::HasSubstr("no half precision here"));
}

}  // namespace
}  // namespace actlab
