#include <limits>

#include "checking.h"
#include "made_function.h"
#include "wrong_functions.h"

/// Inputs and outputs of every kind: optional, shared, changed by the function, sparse, huge.
namespace actlab::inputs_test {
namespace {

using checking::check;
using checking::check_twice;
using checking::expect_only;
using testing::ElementsAre;
using testing::HasSubstr;
using T = const torch::Tensor&;
using Ts = const Tensors&;

TEST(OptionalInput, KeepsThePlacesOfTheOthers) {
  const auto pick = [](Ts x) {
    return Tensors{x[0].defined() ? x[0] + x[1] : 2 * torch::sin(x[1]) - torch::sin(x[1]).detach()};
  };
  const auto report = check(pick, {torch::Tensor(), spread({3})});
  expect_only(report, Cause::constant_factor);
  EXPECT_EQ(report.failures[0].entry->input, 1u);
  EXPECT_THAT(report.failures[0].inputs, ElementsAre(1u));
  const auto right = [](Ts x) { return Tensors{x[0].defined() ? x[0] + x[1] : torch::sin(x[1])}; };
  EXPECT_TRUE(check(right, {torch::Tensor(), spread({3})}));
  EXPECT_TRUE(check_twice(right, {torch::Tensor(), spread({3})}));
  EXPECT_TRUE(battery(right, [](torch::IntArrayRef shape) -> Tensors { return {torch::Tensor(), spread(shape)}; }));
}

TEST(SameTensorTwice, IsOneVariable) {
  const auto x = spread({3});
  const auto report = check([](T a, T b) { return a * torch::exp(b); }, {x, x});
  EXPECT_TRUE(report) << report;
  EXPECT_EQ(report.compared, 9);
  EXPECT_TRUE(check_twice([](T a, T b) { return a * torch::exp(b); }, {x, x}));
  expect_only(check([](T a, T b) { return wrong::OneInputWrong::apply(a, b); }, {x, x}), Cause::constant_factor);
}

TEST(InputsThatShareMemory, AreVariedSeparately) {
  const auto x = spread({3, 3});
  EXPECT_TRUE(check([](T a, T b) { return a * b; }, {x, x.detach()}));
  EXPECT_TRUE(check([](T a, T b) { return a * b; }, {x, x.detach().t().requires_grad_()}));
  EXPECT_TRUE(check([](T a, T b) { return a.sum() * b; }, {x, x.detach().slice(0, 0, 2)}));
  EXPECT_TRUE(check_twice([](T a, T b) { return a * b; }, {x, x.detach()}));
  const auto report = check([](T a, T b) { return wrong::OneInputWrong::apply(b, a); }, {x, x.detach()});
  expect_only(report, Cause::constant_factor, "3 times");
}

TEST(BufferThatTheFunctionWrites, IsResetBeforeEachCall) {
  const auto running = torch::zeros({1}, torch::kDouble);
  const auto counting = [](T x, T count) {
    const torch::NoGradGuard no_grad;
    const double before = count.item<double>();
    count.add_(1);
    const at::AutoGradMode grad(true);
    return x * (before + 2);
  };
  const auto report = check(counting, {spread({3}), running});
  EXPECT_TRUE(report) << report;
  EXPECT_TRUE(report.has_warning(Cause::modified_input));
  EXPECT_THAT(to_string(report), HasSubstr("writes into its input 1"));
}

TEST(BufferThatTheFunctionWrites, MayBeARunningStatistic) {
  const auto mean = torch::zeros({3}, torch::kDouble), variance = torch::ones({3}, torch::kDouble);
  const auto fn = [](T x, T m, T v) { return torch::batch_norm(x, {}, {}, m, v, true, 0.1, 1e-5, false); };
  EXPECT_TRUE(check(fn, {spread({4, 3}), mean, variance}));
  EXPECT_TRUE(check_twice(fn, {spread({4, 3}), mean, variance}));
}

torch::Tensor some_sparse() {
  const auto dense = torch::tensor({{0.0, 2.0, 0.0}, {-1.5, 0.0, 0.5}}, torch::kDouble);
  return dense.to_sparse().requires_grad_();
}

TEST(SparseInput, IsChecked) {
  const auto product = [](T sparse, T dense) { return at::_sparse_mm(sparse, dense); };
  GradcheckOptions options;
  options.masked = true;
  const auto report = check(product, {some_sparse(), spread({3, 2})}, options);
  EXPECT_TRUE(report) << report;
  EXPECT_EQ(report.compared, 3 * 4 + 6 * 4);
}

torch::Tensor in_layout_of(T x, T dense) {
  if (x.layout() == torch::kSparse) return dense.to_sparse();
  return x.layout() == torch::kSparseCsr ? dense.to_sparse_csr() : dense;
}

// x -> (x + 1)^2 of any layout, as a dense tensor; its gradient, or that of the specified elements only, times a
// factor.
TensorFunction square_after_one(double factor, bool every_element) {
  return made::function({[](Ts x) { return Tensors{(x[0].to_dense() + 1).square()}; },
                         [=](Ts x, Ts, Ts g) {
                           const torch::Tensor dense = x[0].detach().to_dense();
                           const torch::Tensor whole = factor * 2 * g[0] * (dense + 1);
                           return Tensors{in_layout_of(x[0], every_element ? whole : whole * (dense != 0))};
                         }});
}

TEST(SparseInput, IsVariedInEveryElementUnlessMasked) {
  GradcheckOptions masked;
  masked.masked = true;
  const auto every = check(square_after_one(1, true), {some_sparse()});
  EXPECT_TRUE(every) << every;
  EXPECT_EQ(every.compared, 36);
  EXPECT_EQ(check(square_after_one(1, true), {some_sparse()}, masked).compared, 18);
  const auto some = check(square_after_one(1, false), {some_sparse()});
  EXPECT_FALSE(some);
  EXPECT_THAT(to_string(some), HasSubstr("set masked"));
  EXPECT_TRUE(check(square_after_one(1, false), {some_sparse()}, masked));
  expect_only(check(square_after_one(2, true), {some_sparse()}), Cause::constant_factor, "2 times");
  expect_only(check(square_after_one(2, true), {some_sparse()}, masked), Cause::constant_factor, "2 times");
}

TEST(SparseInput, WithAWrongGradientIsRejected) {
  const auto wrong = [](T sparse, T dense) {
    const auto product = at::_sparse_mm(sparse, dense);
    return 2 * product - product.detach();
  };
  GradcheckOptions masked;
  masked.masked = true;
  expect_only(check(wrong, {some_sparse(), spread({3, 2})}, masked), Cause::constant_factor, "2 times");
  EXPECT_FALSE(check(wrong, {some_sparse(), spread({3, 2})}));
}

TEST(SparseOutput, IsCheckedAsADenseOne) {
  EXPECT_TRUE(check([](T x) { return (x * x).to_sparse(); }, {spread({2, 3})}));
  expect_only(check([](T x) { return (2 * x - x.detach()).to_sparse(); }, {spread({2, 3})}), Cause::constant_factor);
}

TEST(SparseGradient, OfADenseInputIsChecked) {
  const auto index = torch::tensor({1, 0, 1}, torch::kLong);
  const auto fn = [](T weight, T at) { return torch::embedding(weight, at, -1, false, /*sparse=*/true); };
  EXPECT_TRUE(check(fn, {spread({3, 2}), index})) << check(fn, {spread({3, 2}), index});
}

TEST(CsrInput, IsChecked) {
  const auto csr = torch::tensor({{0.0, 2.0}, {-1.5, 0.0}}, torch::kDouble).to_sparse_csr().requires_grad_();
  const auto report = check(square_after_one(1, true), {csr});
  EXPECT_TRUE(report) << report;
  EXPECT_EQ(report.compared, 16);
  expect_only(check(square_after_one(2, true), {csr}), Cause::constant_factor, "2 times");
  GradcheckOptions options;
  options.masked = true;
  expect_only(check(square_after_one(1, true), {csr}, options), Cause::unsupported,
              "only sparse inputs of the layout COO");
}

TEST(MkldnnInput, IsChecked) {
  const auto x = spread({2, 3}).detach().to(torch::kFloat).to_mkldnn().requires_grad_();
  const auto report = check([](T t) { return torch::relu(t); }, {x});
  EXPECT_TRUE(report) << report;
  EXPECT_EQ(report.compared, 36);
  const auto wrong = [](T t) {
    const torch::Tensor y = torch::relu(t).to_dense();
    return 2 * y - y.detach();
  };
  EXPECT_EQ(check(wrong, {x}).cause(), Cause::constant_factor);
}

TEST(MetaInput, IsRefusedByName) {
  const auto x = torch::ones({2}, torch::TensorOptions(torch::kDouble).device(torch::kMeta)).requires_grad_();
  expect_only(check([](T t) { return t * 2; }, {x}), Cause::unsupported, "it has no values (meta)");
}

TEST(InfiniteInput, IsAnInputLikeOthers) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const auto x = leaf(torch::tensor({{1.0, -infinity, 0.5}, {-infinity, 2.0, 0.1}}, torch::kDouble));
  for (const bool fast : {false, true}) {
    GradcheckOptions options;
    options.fast_mode = fast;
    const auto report = check([](T t) { return torch::softmax(t, 1); }, {x}, options);
    EXPECT_TRUE(report) << report;
    EXPECT_FALSE(check([](T t) { return 2 * torch::softmax(t, 1) - torch::softmax(t, 1).detach(); }, {x}, options));
  }
}

TEST(NanInput, IsAnInputLikeOthers) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const auto x = leaf(torch::tensor({1.0, nan, 0.5}, torch::kDouble));
  EXPECT_TRUE(check([](T t) { return torch::nansum(t); }, {x}));
  EXPECT_TRUE(
      check([](T t) { return torch::where(t.isnan(), torch::zeros_like(t), torch::sin(t.nan_to_num())); }, {x}));
  expect_only(check([](T t) { return 2 * torch::nansum(t) - torch::nansum(t).detach(); }, {x}), Cause::constant_factor);
}

TEST(HugeInput, IsRefusedWithItsCostAndTheAlternatives) {
  const auto x = torch::ones({1000000}, torch::kDouble).requires_grad_();
  const auto square = check([](T t) { return torch::square(t); }, {x});
  expect_only(square, Cause::too_large, "1000000 input elements by 1000000 output elements");
  for (const char* words : {"hours", "1.6e+04 GB", "fast_mode", "sample_columns"})
    EXPECT_THAT(square.failures[0].detail, HasSubstr(words));
  const auto sum = check([](T t) { return torch::sin(t).sum(); }, {x});
  expect_only(sum, Cause::too_large, "by 1 output elements");
  EXPECT_THAT(sum.failures[0].detail, HasSubstr("max_seconds"));
}

TEST(HugeInput, IsCheckedByASampleOfColumns) {
  const auto x = spread({100000});
  GradcheckOptions options;
  options.sample_columns = 20;
  const auto report = check([](T t) { return torch::tanh(t); }, {x}, options);
  EXPECT_TRUE(report) << report;
  EXPECT_GE(report.compared, 20 * 20);
  EXPECT_TRUE(check([](T t) { return torch::sin(t).sum(); }, {x}, options));
  expect_only(check([](T t) { return wrong::FactorOfTwo::apply(t); }, {x}, options), Cause::constant_factor);
  const auto branch = check([](T t) { return wrong::ReluWithoutBranch::apply(t); }, {x}, options);
  expect_only(branch, Cause::wrong_branch);
}

}  // namespace
}  // namespace actlab::inputs_test
