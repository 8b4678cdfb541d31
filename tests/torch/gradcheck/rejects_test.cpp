#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actlab/gradcheck.h"
#include "inputs.h"
#include "wrong_functions.h"

namespace actlab {
namespace {

using testing::HasSubstr;

GradcheckOptions reporting() {
  GradcheckOptions options;
  options.raise_exception = false;
  return options;
}

GradcheckReport check(const TensorFunction& fn, const Tensors& inputs = {spread({3, 4})}) {
  return gradcheck(fn, inputs, reporting());
}
GradcheckReport check_twice(const TensorFunction& fn, const Tensors& inputs = {spread({3, 4})}) {
  return gradgradcheck(fn, inputs, reporting());
}

#define EXPECT_CAUSE(report, expected)                            \
  do {                                                            \
    const GradcheckReport r = report;                             \
    ASSERT_FALSE(r) << "accepted; expected the cause " #expected; \
    EXPECT_EQ(*r.cause(), expected) << r;                         \
  } while (false)

TEST(Gradcheck, AcceptsTheCorrectFunction) {
  EXPECT_TRUE(check(wrong::Right::apply<wrong::Right, const torch::Tensor&>))
      << check([](const torch::Tensor& x) { return wrong::Right::apply(x); });
  EXPECT_TRUE(check_twice([](const torch::Tensor& x) { return wrong::Right::apply(x); }));
}

TEST(Gradcheck, ReportsAConstantFactor) {
  const auto report = check([](const torch::Tensor& x) { return wrong::FactorOfTwo::apply(x); });
  EXPECT_CAUSE(report, Cause::constant_factor);
  EXPECT_THAT(report.failures[0].detail, HasSubstr("2 times"));
}

TEST(Gradcheck, ReportsAWrongSign) {
  const auto report = check([](const torch::Tensor& x) { return wrong::Sign::apply(x); });
  EXPECT_CAUSE(report, Cause::constant_factor);
  EXPECT_THAT(report.failures[0].detail, HasSubstr("sign"));
}

TEST(Gradcheck, ReportsWhichOfTwoInputsIsWrong) {
  const auto report =
      check([](const torch::Tensor& a, const torch::Tensor& b) { return wrong::OneInputWrong::apply(a, b); },
            {spread({3}), positive({3})});
  EXPECT_CAUSE(report, Cause::constant_factor);
  EXPECT_EQ(report.failures[0].entry->input, 1u);
  EXPECT_THAT(report.failures[0].detail, HasSubstr("3 times"));
}

TEST(Gradcheck, ReportsAMissingTerm) {
  EXPECT_CAUSE(check([](const torch::Tensor& x) { return wrong::MissingTerm::apply(x); }), Cause::missing_term);
}

TEST(Gradcheck, ReportsTheWorstEntryWithBothValuesAndItsTolerance) {
  const auto x = leaf(torch::tensor({{0.1, 0.2}, {3.0, 0.3}}, torch::kDouble));
  const auto report = check([](const torch::Tensor& t) { return wrong::FactorOfTwo::apply(t); }, {x});
  ASSERT_FALSE(report);
  const JacobianEntry& entry = *report.failures[0].entry;
  EXPECT_EQ(entry.input, 0u);
  EXPECT_EQ(entry.output, 0u);
  EXPECT_THAT(entry.input_index, testing::ElementsAre(1, 0));
  EXPECT_THAT(entry.output_index, testing::ElementsAre(1, 0));
  const double right = wrong::Right::derivative(x)[1][0].item<double>();
  EXPECT_NEAR(entry.analytical, 2 * right, 1e-12);
  EXPECT_NEAR(entry.numerical, right, 1e-8);
  EXPECT_DOUBLE_EQ(entry.absolute_error, entry.analytical - entry.numerical);
  EXPECT_DOUBLE_EQ(entry.tolerance, 1e-5 + 1e-3 * entry.numerical);
  EXPECT_EQ(report.compared, 16);
  EXPECT_EQ(report.wrong, 4);
}

TEST(Gradcheck, ReportsAnIgnoredGradOutput) {
  const auto report = check([](const torch::Tensor& x) { return wrong::IgnoredGradOutput::apply(x); });
  EXPECT_CAUSE(report, Cause::ignored_grad_output);
  EXPECT_EQ(report.failures.size(), 1u);  // and does not repeat it as a wrong Jacobian
}

TEST(Gradcheck, ReportsABackwardThatIsNotLinearInGradOutput) {
  EXPECT_CAUSE(check([](const torch::Tensor& x) { return wrong::SignOfGradOutput::apply(x); }),
               Cause::ignored_grad_output);
}

TEST(Gradcheck, ReportsADiagonalJacobianOfSoftmax) {
  EXPECT_CAUSE(check([](const torch::Tensor& x) { return wrong::DiagonalSoftmax::apply(x); }),
               Cause::diagonal_jacobian);
}

TEST(Gradcheck, ReportsABackwardThatAssumesContiguity) {
  EXPECT_CAUSE(check([](const torch::Tensor& x) { return wrong::AssumesContiguity::apply(x); }),
               Cause::non_contiguous_gradient);
  const auto report = check([](const torch::Tensor& x) { return wrong::ViewsGradOutput::apply(x); });
  EXPECT_CAUSE(report, Cause::non_contiguous_gradient);
  EXPECT_THAT(report.failures[0].detail, HasSubstr("view size is not compatible"));
}

TEST(Gradcheck, ReportsAnUnhandledUndefinedGradient) {
  EXPECT_CAUSE(check([](const torch::Tensor& x) { return wrong::UndefinedNotHandled::apply(x); }),
               Cause::undefined_gradient);
}

TEST(Gradcheck, ChecksAnUndefinedGradientForEachOutputInTurn) {
  const auto report = check([](const torch::Tensor& x) { return wrong::FirstOfTwoUndefined::apply(x); });
  EXPECT_CAUSE(report, Cause::undefined_gradient);
  EXPECT_THAT(report.failures[0].detail, HasSubstr("output 0 alone"));
}

TEST(Gradcheck, ReportsANondeterministicForward) {
  const auto report = check([](const torch::Tensor& x) { return torch::dropout(x, 0.5, /*train=*/true); });
  EXPECT_CAUSE(report, Cause::nondeterministic);
}

TEST(Gradcheck, ReportsANondeterministicBackwardUnlessNondetTolAllowsIt) {
  const TensorFunction fn = [](const torch::Tensor& x) { return wrong::RandomBackward::apply(x); };
  EXPECT_CAUSE(check(fn), Cause::nondeterministic);
  GradcheckOptions options = reporting();
  options.nondet_tol = 1e-6;
  EXPECT_TRUE(gradcheck(fn, {spread({3})}, options));
}

TEST(Gradcheck, ReportsAKinkWithinEps) {
  const auto at_kink = leaf(torch::tensor({-1.0, 0.0, 2.0}, torch::kDouble));
  const auto report = check([](const torch::Tensor& x) { return torch::relu(x); }, {at_kink});
  EXPECT_CAUSE(report, Cause::kink);
  EXPECT_THAT(report.failures[0].entry->input_index, testing::ElementsAre(1));
  const auto near_kink = leaf(torch::tensor({-1.0, 3e-7, 2.0}, torch::kDouble));
  EXPECT_CAUSE(check([](const torch::Tensor& x) { return torch::abs(x); }, {near_kink}), Cause::kink);
}

TEST(Gradcheck, ReportsAJumpAsAKink) {
  const auto x = leaf(torch::tensor({-1.0, 0.0, 2.0}, torch::kDouble));
  EXPECT_CAUSE(check([](const torch::Tensor& t) { return t + torch::sign(t); }, {x}), Cause::kink);
}

TEST(Gradcheck, DoesNotReportStrongCurvatureAsAKink) {
  const auto x = leaf(torch::tensor({0.3, 0.4}, torch::kDouble));
  const TensorFunction curved = [](const torch::Tensor& t) { return torch::exp(12 * t); };
  EXPECT_TRUE(check(curved, {x}));
  const TensorFunction wrong = [](const torch::Tensor& t) { return torch::exp(12 * t) + t.detach(); };
  EXPECT_CAUSE(check([](const torch::Tensor& t) { return torch::exp(6 * t) * torch::exp(6 * t.detach()); }, {x}),
               Cause::constant_factor);
}

TEST(Gradcheck, DoesNotLetAKinkHideAWrongGradientElsewhere) {
  const auto x = leaf(torch::tensor({-1.0, 0.0, 2.0, 0.5}, torch::kDouble));
  const TensorFunction fn = [](const torch::Tensor& t) { return torch::relu(t) + wrong::FactorOfTwo::apply(t); };
  EXPECT_CAUSE(check(fn, {x}), Cause::missing_term);
}

TEST(Gradcheck, ReportsThatFloat32IsTooImprecise) {
  const auto x = spread({3}).detach().to(torch::kFloat).requires_grad_();
  const auto report = check([](const torch::Tensor& t) { return torch::exp(t); }, {x});
  EXPECT_CAUSE(report, Cause::low_precision);
  EXPECT_THAT(report.failures[0].detail, HasSubstr("with float64 copies the check passes"));
}

TEST(Gradcheck, DoesNotBlameFloat32ForAWrongFormula) {
  const auto x = spread({3}).detach().to(torch::kFloat).requires_grad_();
  EXPECT_CAUSE(check([](const torch::Tensor& t) { return wrong::FactorOfTwo::apply(t); }, {x}), Cause::constant_factor);
}

TEST(Gradcheck, ReportsACastToFloat32) {
  EXPECT_CAUSE(check([](const torch::Tensor& x) { return torch::exp(x.to(torch::kFloat)); }), Cause::low_precision);
  EXPECT_CAUSE(check([](const torch::Tensor& x) { return torch::exp(x.to(torch::kFloat)).to(torch::kDouble); }),
               Cause::low_precision);
}

TEST(Gradcheck, RejectsAnInputThatOverlapsItself) {
  const auto x = leaf(torch::ones({3, 1}, torch::kDouble)).detach().expand({3, 4}).requires_grad_();
  EXPECT_CAUSE(check([](const torch::Tensor& t) { return torch::exp(t); }, {x}), Cause::overlapping_input);
  const auto windows = torch::ones({6}, torch::kDouble).as_strided({4, 3}, {1, 1}).requires_grad_();
  EXPECT_CAUSE(check([](const torch::Tensor& t) { return torch::exp(t); }, {windows}), Cause::overlapping_input);
}

TEST(Gradcheck, ReportsThatNoGradientReachesTheInput) {
  EXPECT_CAUSE(check([](const torch::Tensor& x) { return x.detach() * x.detach(); }), Cause::detached);
  EXPECT_CAUSE(check([](const torch::Tensor& x) { return wrong::NoGradient::apply(x); }), Cause::detached);
  const auto report =
      check([](const torch::Tensor& a, const torch::Tensor& b) { return a * b.detach(); }, {spread({3}), spread({3})});
  EXPECT_CAUSE(report, Cause::detached);
  EXPECT_THAT(report.failures[0].detail, HasSubstr("input 1"));
}

TEST(Gradcheck, WarnsThatAZeroJacobianCouldNotHaveFailed) {
  const auto report = check([](const torch::Tensor& x) { return torch::floor(x); });
  EXPECT_TRUE(report);
  EXPECT_TRUE(report.has_warning(Cause::vacuous)) << report;
  const auto unused =
      check([](const torch::Tensor& a, const torch::Tensor&) { return torch::exp(a); }, {spread({3}), spread({3})});
  EXPECT_TRUE(unused);
  EXPECT_TRUE(unused.has_warning(Cause::vacuous)) << unused;
  EXPECT_THAT(to_string(unused), HasSubstr("input 1"));
  const auto constant = check([](const torch::Tensor&) { return torch::ones({2}, torch::kDouble); });
  EXPECT_TRUE(constant);
  EXPECT_TRUE(constant.has_warning(Cause::vacuous)) << constant;
  EXPECT_TRUE(check([](const torch::Tensor& x) { return torch::exp(x); }).warnings.empty());
}

TEST(Gradcheck, RejectsACheckWithoutDifferentiableInputs) {
  const auto x = spread({3}).detach();
  EXPECT_CAUSE(check([](const torch::Tensor& t) { return torch::exp(t); }, {x}), Cause::nothing_to_check);
}

TEST(Gradcheck, ReportsAGradientThatIsNotFinite) {
  const auto x = leaf(torch::tensor({1.0, 0.0}, torch::kDouble));
  EXPECT_CAUSE(check([](const torch::Tensor& t) { return torch::where(t > 0, torch::sqrt(t), 0 * t); }, {x}),
               Cause::non_finite);
}

TEST(Gradcheck, ReportsAnExceptionOfTheFunction) {
  const auto report = check([](const torch::Tensor& x) { return torch::mm(x, x); });
  EXPECT_CAUSE(report, Cause::exception);
  EXPECT_THAT(report.failures[0].detail, HasSubstr("cannot be multiplied"));
  EXPECT_THAT(report.failures[0].detail, testing::Not(HasSubstr("frame #")));
}

TEST(Gradcheck, ReportsABackwardThatFailsOnAnEmptyInput) {
  const TensorFunction fn = [](const torch::Tensor& x) { return wrong::FailsOnEmpty::apply(x); };
  EXPECT_TRUE(check(fn));
  EXPECT_CAUSE(check(fn, {spread({0, 4})}), Cause::empty_gradient);
}

TEST(Gradcheck, ReportsAGradientOfTheWrongDtypeIfEnabled) {
  const TensorFunction fn = [](const torch::Tensor& x) { return wrong::FloatGradient::apply(x); };
  GradcheckOptions options = reporting();
  EXPECT_TRUE(gradcheck(fn, {spread({3})}, options));  // correct for a float32 input
  options.check_grad_dtypes = true;
  EXPECT_CAUSE(gradcheck(fn, {spread({3})}, options), Cause::wrong_dtype);
}

TEST(Gradgradcheck, ReportsASavedIntermediate) {
  const TensorFunction fn = [](const torch::Tensor& x) { return wrong::SavedIntermediate::apply(x); };
  EXPECT_TRUE(check(fn));
  const auto report = check_twice(fn);
  EXPECT_CAUSE(report, Cause::saved_intermediate);
  EXPECT_THAT(report.failures[0].detail, HasSubstr("the first derivative is right"));
}

TEST(Gradgradcheck, ReportsABackwardOnDetachedTensors) {
  EXPECT_CAUSE(check_twice([](const torch::Tensor& x) { return wrong::DetachedInput::apply(x); }),
               Cause::saved_intermediate);
  const auto report = check_twice([](const torch::Tensor& x) { return wrong::DetachedGradOutput::apply(x); });
  EXPECT_CAUSE(report, Cause::detached_grad_output);
  EXPECT_THAT(report.failures[0].detail, HasSubstr("with respect to grad_output"));
}

TEST(Gradgradcheck, ReportsThatTheFirstDerivativeIsAlreadyWrong) {
  const auto report = check_twice([](const torch::Tensor& x) {
    // x^2, where the gradient of the second output is dropped: wrong in both orders.
    return x * x.detach() + 0 * wrong::SavedIntermediate::apply(x);
  });
  EXPECT_CAUSE(report, Cause::constant_factor);
  EXPECT_THAT(report.failures[0].detail, HasSubstr("the first derivative is already wrong"));
}

}  // namespace
}  // namespace actlab
