#include "checking.h"
#include "made_function.h"
#include "wrong_functions.h"

/// The cause that is reported is the true one: it is neither hidden by a later error nor blamed on something else.
namespace actlab::causes_test {
namespace {

using checking::check;
using checking::check_twice;
using checking::expect_only;
using made::unary;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using T = const torch::Tensor&;
using Ts = const Tensors&;

// A kernel that autograd does not see, as third-party operators call it in backward.
torch::Tensor computed_on_data(T g, T x) {
  return torch::from_blob((g * x).contiguous().data_ptr(), x.sizes(), x.options().requires_grad(false)).clone();
}

TEST(SecondDerivative, ThatIsMissingByGradOutputIsNotBlamedOnTheInput) {
  const auto report = check_twice(unary([](T x) { return 3 * x; },
                                        [](T, T, T g) {
                                          const torch::NoGradGuard no_grad;
                                          return 3 * g;
                                        }),
                                  {spread({3, 4})});
  expect_only(report, Cause::once_differentiable, "with respect to grad_output is missing");
  EXPECT_THAT(report.failures[0].inputs, ElementsAre(1u));
  EXPECT_THAT(report.failures[0].detail, Not(HasSubstr("saved in forward")));
}

TEST(SecondDerivative, ThatIsMissingByBothNamesBoth) {
  const auto report =
      check_twice(unary(torch::square, [](T x, T, T g) { return computed_on_data(2 * g, x); }), {spread({2, 3})});
  expect_only(report, Cause::once_differentiable, "with respect to input 0 and grad_output is missing");
}

TEST(SecondDerivative, ByOneOfTwoGradOutputsIsNamed) {
  const auto fn =
      made::function({[](Ts x) {
                        return Tensors{torch::sin(x[0]), torch::exp(x[0])};
                      },
                      [](Ts x, Ts y, Ts g) { return Tensors{g[0] * torch::cos(x[0]) + g[1].detach() * y[1]}; }, 2});
  const auto report = check_twice(fn, {spread({3})});
  expect_only(report, Cause::detached_grad_output, "with respect to grad_output 1 is not");
}

TEST(SecondDerivative, OfABackwardThatRefusesToBeDifferentiatedIsNotAGradientOfZeros) {
  struct Refuses : torch::autograd::Function<Refuses> {
    static torch::Tensor forward(torch::autograd::AutogradContext*, T g) { return 2 * g; }
    static torch::autograd::tensor_list backward(torch::autograd::AutogradContext*, torch::autograd::tensor_list) {
      TORCH_CHECK(false, "the second derivative of my_op is not implemented");
    }
  };
  const auto report =
      check_twice(unary([](T x) { return 2 * x; }, [](T, T, T g) { return Refuses::apply(g); }), {spread({3})});
  expect_only(report, Cause::once_differentiable, "backward cannot be differentiated");
  EXPECT_THAT(report.failures[0].detail, HasSubstr("my_op is not implemented"));
}

TEST(FoundCause, SurvivesAnExceptionThatFollowsFromIt) {
  const auto fn = made::function({[](Ts x) {
                                    return Tensors{torch::sin(x[0]), torch::cos(x[0])};
                                  },
                                  [](Ts, Ts y, Ts g) { return Tensors{g[0] * y[1] - g[1] * y[0]}; }, 2, false});
  const auto report = check(fn, {spread({3})});
  expect_only(report, Cause::undefined_gradient, "of every output");
  EXPECT_EQ(report.compared, 2 * 9);  // with zeros for the gradient of the other output
  EXPECT_EQ(report.wrong, 0);
}

TEST(FoundCause, DoesNotHideAWrongFormula) {
  const auto fn = made::function({[](Ts x) {
                                    return Tensors{torch::sin(x[0]), torch::cos(x[0])};
                                  },
                                  [](Ts, Ts y, Ts g) { return Tensors{2 * (g[0] * y[1] - g[1] * y[0])}; }, 2, false});
  const auto report = check(fn, {spread({3})});
  ASSERT_EQ(report.failures.size(), 2u) << report;
  EXPECT_EQ(report.failures[0].cause, Cause::undefined_gradient);
  EXPECT_EQ(report.failures[1].cause, Cause::constant_factor);
}

TEST(FoundCause, OfABackwardThatThrowsForOneOutputIsNotTheFunction) {
  const auto fn = made::function({[](Ts x) { return Tensors{torch::sin(x[0])}; },
                                  [](Ts x, Ts, Ts g) {
                                    TORCH_CHECK(g[0].count_nonzero().item<std::int64_t>() != 1, "one-hot gradient");
                                    return Tensors{g[0] * torch::cos(x[0])};
                                  }});
  expect_only(check(fn, {spread({3})}), Cause::exception, "backward throws: one-hot gradient");
}

TensorFunction only_in(torch::ScalarType dtype, TensorFunction fn) {
  return [=](Ts x) {
    TORCH_CHECK(x[0].scalar_type() == dtype, "expected another dtype");
    return fn(x);
  };
}
torch::Tensor in(torch::ScalarType dtype, T x) {
  return x.detach().to(dtype).requires_grad_();
}

TEST(LowPrecision, DoesNotExcuseAnErrorThatIsLarger) {
  const TensorFunction doubled = [](T x) { return wrong::FactorOfTwo::apply(x); };
  for (const auto dtype : {torch::kFloat, torch::kBFloat16}) {
    expect_only(check(only_in(dtype, doubled), {in(dtype, spread({3, 4}))}), Cause::constant_factor, "times");
  }
  const TensorFunction missing = [](T x) { return wrong::MissingTerm::apply(x); };
  expect_only(check(only_in(torch::kFloat, missing), {in(torch::kFloat, spread({3, 4}))}), Cause::missing_term);
  const TensorFunction detached = [](T x) { return 2 * torch::tanh(x) - torch::tanh(x).detach(); };
  EXPECT_FALSE(check(only_in(torch::kFloat, detached), {in(torch::kFloat, spread({5}))}).has_warning(Cause::kink));
  expect_only(check(only_in(torch::kFloat, detached), {in(torch::kFloat, spread({5}))}), Cause::constant_factor);
}

TEST(LowPrecision, InsideTheFunctionDoesNotExcuseAnErrorThatIsLarger) {
  expect_only(
      check([](T x) { return wrong::FactorOfTwo::apply(x.to(torch::kFloat)).to(torch::kDouble); }, {spread({3, 4})}),
      Cause::constant_factor, "times the numerical one");
}

TEST(LowPrecision, DoesNotHideThatTheGraphIsCut) {
  for (const auto dtype : {torch::kFloat, torch::kBFloat16}) {
    const auto fn = only_in(dtype, [](T x) { return x.detach() * 2; });
    expect_only(check(fn, {in(dtype, spread({3}))}), Cause::detached);
  }
}

TEST(LowPrecision, GivesAdviceThatCanBeTaken) {
  const TensorFunction fn = only_in(torch::kFloat, [](T x) { return torch::exp(x); });
  const auto x = in(torch::kFloat, spread({3, 4}));
  const auto report = check(fn, {x});
  expect_only(report, Cause::low_precision, "does not take float64");
  EXPECT_THAT(report.failures[0].detail, Not(HasSubstr("Check in float64")));
  double eps = 0, atol = 0, rtol = 0;
  const std::string text = report.failures[0].detail.substr(report.failures[0].detail.find("eps"));
  ASSERT_EQ(std::sscanf(text.c_str(), "eps = %lf, atol = %lf, rtol = %lf", &eps, &atol, &rtol), 3) << text;
  GradcheckOptions options;
  options.eps = eps;
  options.atol = atol;
  options.rtol = rtol;
  EXPECT_TRUE(check(fn, {x}, options)) << check(fn, {x}, options);
}

Tensors at(const std::vector<double>& values) {
  return {leaf(torch::tensor(values, torch::kDouble))};
}

void expect_not_finite(const TensorFunction& fn, const Tensors& inputs, std::int64_t place) {
  for (const bool fast : {false, true}) {
    GradcheckOptions options;
    options.fast_mode = fast;
    const auto report = check(fn, inputs, options);
    expect_only(report, Cause::non_finite);
    ASSERT_TRUE(report.failures[0].entry) << report;
    EXPECT_THAT(report.failures[0].entry->output_index, ElementsAre(place)) << report;
    EXPECT_THAT(report.failures[0].entry->input_index, ElementsAre(place)) << report;
  }
}

TEST(NonFinitePoint, IsOneFindingWithItsEntry) {
  expect_not_finite([](T x) { return torch::acosh(x); }, at({2, 0.5, 3}), 1);
  expect_not_finite([](T x) { return torch::log(x); }, at({2, 1, 0}), 2);
  expect_not_finite([](T x) { return torch::sqrt(x); }, at({0, 1, 2}), 0);
  expect_not_finite([](T x) { return torch::asin(x); }, at({0.5, 1.5}), 1);
  expect_not_finite([](T x) { return torch::pow(x, 0.5); }, at({4, 0}), 1);
  expect_not_finite([](T x) { return 1 / x; }, at({1, 2, 0, 3}), 2);
  expect_not_finite([](T x) { return torch::where(x > 1, torch::sqrt(x - 1), torch::zeros_like(x)); }, at({2, 1}), 1);
}

TEST(NonFinitePoint, IsFoundAmongAMillionElements) {
  auto x = torch::ones({1000000}, torch::kDouble);
  x[123456] = 0;
  for (const bool fast : {false, true}) {
    GradcheckOptions options;
    options.fast_mode = fast;
    const auto report = check([](T t) { return torch::sqrt(t); }, {x.clone().requires_grad_()}, options);
    expect_only(report, Cause::non_finite);
    EXPECT_THAT(report.failures[0].entry->input_index, ElementsAre(123456));
    EXPECT_THAT(report.failures[0].entry->output_index, ElementsAre(123456));
  }
}

TEST(NonFinitePoint, IsTheOnlyFindingOfTheSecondDerivativeAndOfTheBattery) {
  const auto not_finite = [](Cause cause) { return cause == Cause::non_finite; };
  for (auto* fn : {torch::acosh, torch::sqrt, torch::log}) {
    const auto report = check_twice(fn, at({2, 0.5, 0, 3}));
    for (const Finding& finding : report.failures) EXPECT_TRUE(not_finite(finding.cause)) << report;
    const auto rows = battery(fn, [](torch::IntArrayRef shape) -> Tensors {
      torch::Tensor x = torch::ones(shape, torch::kDouble) + 1;
      if (x.numel() > 0) x.view({-1})[0] = 0;
      return {x};
    });
    EXPECT_FALSE(rows);
    for (const BatteryRow& row : rows.rows) {
      EXPECT_TRUE(row.outcome != Outcome::failed || not_finite(*row.cause)) << rows;
    }
  }
}

TEST(NonFinitePoint, OfAReductionNamesTheInput) {
  const auto report = check([](T x) { return torch::log(x).sum(); }, at({1, 2, 0}));
  expect_only(report, Cause::non_finite, "output 0 is -inf");
  EXPECT_THAT(report.failures[0].entry->input_index, ElementsAre(2));
}

TEST(Report, DoesNotSayThatNoEntryIsWrong) {
  const auto report = check([](T x) { return wrong::ViewsGradOutput::apply(x); }, {spread({3, 4})});
  EXPECT_THAT(to_string(report), HasSubstr("gradcheck failed, although all 144 Jacobian entries agree"));
  EXPECT_THAT(to_string(report), Not(HasSubstr(" 0 of ")));
}

}  // namespace
}  // namespace actlab::causes_test
