#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <sstream>

#include "actlab/gradcheck.h"
#include "inputs.h"
#include "wrong_functions.h"

namespace actlab {
namespace {

using testing::HasSubstr;

TEST(GradcheckOptions, HaveTheDefaultsOfTorch) {
  const GradcheckOptions options;
  EXPECT_EQ(options.eps, 1e-6);
  EXPECT_EQ(options.atol, 1e-5);
  EXPECT_EQ(options.rtol, 1e-3);
  EXPECT_EQ(options.nondet_tol, 0);
  EXPECT_TRUE(options.check_undefined_grad);
  EXPECT_FALSE(options.check_grad_dtypes);
  EXPECT_FALSE(options.fast_mode);
  EXPECT_TRUE(options.raise_exception);
  EXPECT_FALSE(options.gen_non_contig_grad_outputs);
}

TEST(GradcheckOptions, RaiseAnExceptionThatContainsTheReport) {
  try {
    gradcheck([](const torch::Tensor& x) { return wrong::FactorOfTwo::apply(x); }, {spread({3})});
    FAIL() << "accepted";
  } catch (const GradcheckError& error) {
    EXPECT_EQ(error.report().cause(), Cause::constant_factor);
    EXPECT_EQ(error.what(), to_string(error.report()));
  }
}

TEST(GradcheckOptions, CheckUndefinedGradCanBeDisabled) {
  GradcheckOptions options;
  options.check_undefined_grad = false;
  EXPECT_NO_THROW(
      gradcheck([](const torch::Tensor& x) { return wrong::UndefinedNotHandled::apply(x); }, {spread({3})}, options));
}

TEST(GradcheckOptions, CheckGradLayoutsCanBeDisabled) {
  GradcheckOptions options;
  options.check_grad_layouts = false;
  EXPECT_NO_THROW(
      gradcheck([](const torch::Tensor& x) { return wrong::AssumesContiguity::apply(x); }, {spread({3, 4})}, options));
}

TEST(GradcheckOptions, UseEpsAsStepAndApplyTheTolerances) {
  GradcheckOptions options;
  options.raise_exception = false;
  options.eps = 1e-2;  // the error of central differences is eps^2 / 6 * f'''
  const auto x = leaf(torch::tensor({2.0}, torch::kDouble));
  const TensorFunction fn = [](const torch::Tensor& t) { return torch::exp(t); };
  const auto report = gradcheck(fn, {x}, options);
  EXPECT_TRUE(report);
  EXPECT_NEAR(report.worst->absolute_error, 1e-4 / 6 * std::exp(2.0), 1e-6);
  options.atol = 1e-9;
  options.rtol = 1e-9;
  EXPECT_FALSE(gradcheck(fn, {x}, options));
}

TEST(GradcheckOptions, FastModeFindsTheSameErrorsAndDiagnosesThemWithTheFullCheck) {
  GradcheckOptions options;
  options.fast_mode = true;
  options.raise_exception = false;
  const auto right =
      gradcheck([](const torch::Tensor& x) { return wrong::Right::apply(x); }, {spread({3, 4})}, options);
  EXPECT_TRUE(right);
  EXPECT_EQ(right.compared, 1);
  const auto missing =
      gradcheck([](const torch::Tensor& x) { return wrong::MissingTerm::apply(x); }, {spread({3, 4})}, options);
  EXPECT_EQ(missing.cause(), Cause::missing_term) << missing;
  const auto diagonal =
      gradcheck([](const torch::Tensor& x) { return wrong::DiagonalSoftmax::apply(x); }, {spread({3, 4})}, options);
  EXPECT_EQ(diagonal.cause(), Cause::diagonal_jacobian) << diagonal;
}

TEST(GradcheckOptions, GenNonContigGradOutputsPassesThemToTheFirstBackward) {
  bool saw_strided = false;
  struct Watch {
    static TensorFunction over(bool& strided) {
      return [&strided](const torch::Tensor& x) {
        torch::Tensor y = torch::exp(x);
        y.register_hook([&strided](const torch::Tensor& grad) { strided = strided || !grad.is_contiguous(); });
        return y;
      };
    }
  };
  GradcheckOptions options;
  options.check_grad_layouts = false;
  gradgradcheck(Watch::over(saw_strided), {spread({2, 3})}, options);
  EXPECT_FALSE(saw_strided);
  options.gen_non_contig_grad_outputs = true;
  gradgradcheck(Watch::over(saw_strided), {spread({2, 3})}, options);
  EXPECT_TRUE(saw_strided);
}

TEST(Gradcheck, RestoresTheInputs) {
  const auto x = torch::randn({6, 4}, torch::kDouble).slice(0, 0, 6, 2).requires_grad_();
  const auto before = x.detach().clone();
  const auto version = x._version();
  gradcheck([](const torch::Tensor& t) { return torch::exp(t); }, {x});
  EXPECT_TRUE(torch::equal(x, before));
  EXPECT_EQ(x._version(), version);
  EXPECT_FALSE(x.grad().defined());
}

TEST(Gradcheck, RestoresTheInputsIfTheFunctionThrows) {
  const auto x = leaf(torch::tensor({1.0, 2.0}, torch::kDouble));
  GradcheckOptions options;
  options.raise_exception = false;
  const TensorFunction fn = [](const torch::Tensor& t) {
    TORCH_CHECK(t[1].item<double>() <= 2, "too large");
    return torch::exp(t);
  };
  EXPECT_EQ(gradcheck(fn, {x}, options).cause(), Cause::exception);
  EXPECT_EQ(x[1].item<double>(), 2);
}

TEST(Gradcheck, DoesNotUseTheGlobalRandomGenerator) {
  torch::manual_seed(7);
  const auto expected = torch::rand({3});
  torch::manual_seed(7);
  gradgradcheck([](const torch::Tensor& x) { return torch::exp(x); }, {spread({3})});
  EXPECT_TRUE(torch::equal(torch::rand({3}), expected));
}

TEST(Gradcheck, ChecksParametersThatTheFunctionHoldsItself) {
  const auto x = spread({4, 3}).detach();
  const auto weight = spread({2, 3});
  const auto report = gradcheck([&](const Tensors&) { return torch::linear(x, weight).sin(); }, {weight});
  EXPECT_EQ(report.compared, 6 * 8);
  EXPECT_TRUE(report.warnings.empty());
}

TEST(Gradcheck, AcceptsFunctionPointersStdFunctionsAndTuples) {
  EXPECT_TRUE(gradcheck(torch::sigmoid, {spread({3})}));
  const std::function<torch::Tensor(torch::Tensor)> tanh = [](torch::Tensor x) { return torch::tanh(x); };
  EXPECT_TRUE(gradcheck(tanh, {spread({3})}));
  const auto both = [](const auto& a, const auto& b) { return std::make_tuple(a * b, a + b); };
  EXPECT_EQ(gradcheck(both, {spread({3}), positive({3})}).compared, 2 * 2 * 9);
}

TEST(Gradcheck, ReportsAWrongNumberOfInputs) {
  GradcheckOptions options;
  options.raise_exception = false;
  const auto report = gradcheck(torch::sigmoid, {spread({3}), positive({3})}, options);
  EXPECT_EQ(report.cause(), Cause::exception);
  EXPECT_THAT(to_string(report), HasSubstr("does not take 2 tensors"));
}

TEST(Gradgradcheck, AcceptsGradOutputsFromTheCaller) {
  const auto grad_output = torch::full({3}, 2.0, torch::kDouble);
  EXPECT_TRUE(gradgradcheck(torch::exp, {spread({3})}, {grad_output}));
  EXPECT_FALSE(grad_output.requires_grad());
}

TEST(GradcheckReport, PrintsAReadableFailure) {
  GradcheckOptions options;
  options.raise_exception = false;
  const auto x = leaf(torch::tensor({{0.5, 1.0}}, torch::kDouble));
  const auto report = gradcheck([](const torch::Tensor& t) { return wrong::FactorOfTwo::apply(t); }, {x}, options);
  std::ostringstream text;
  text << report;
  EXPECT_THAT(text.str(), HasSubstr("gradcheck failed: 2 of 4 Jacobian entries are out of tolerance"));
  EXPECT_THAT(text.str(), HasSubstr("constant factor: the analytical gradient is 2 times the numerical one"));
  EXPECT_THAT(text.str(), HasSubstr("d output 0 [0, 1] / d input 0 [0, 1]: analytical 1.855"));
}

TEST(GradcheckReport, UsesTheSingularForOneEntry) {
  GradcheckOptions options;
  options.raise_exception = false;
  const auto x = leaf(torch::tensor({0.5, 1.0}, torch::kDouble));
  // The gradient of the second element has an extra term.
  const auto term_too_many = [](const torch::Tensor& t) {
    const torch::Tensor extra = (t * torch::tensor({0.0, 1.0}, torch::kDouble)).square();
    return t.exp() + extra - extra.detach();
  };
  const std::string text = to_string(gradcheck(term_too_many, {x}, options));
  EXPECT_THAT(text, HasSubstr("gradcheck failed: 1 of 4 Jacobian entries is out of tolerance"));
  EXPECT_THAT(text, testing::Not(HasSubstr("1 entries")));
}

}  // namespace
}  // namespace actlab
