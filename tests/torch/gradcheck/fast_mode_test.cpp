#include "checking.h"
#include "made_function.h"

/// The power of fast mode: wrong functions of 1e2 to 1e6 elements. torch's tolerance grows with the number of elements,
/// so its fast mode accepts most of these from 1e5 on.
namespace actlab::fast_mode_test {
namespace {

using checking::check;
using made::unary;
using T = const torch::Tensor&;

GradcheckOptions fast() {
  GradcheckOptions options;
  options.fast_mode = true;
  return options;
}

torch::Tensor normal(std::int64_t count) {
  torch::manual_seed(7);
  return torch::randn({count}, torch::kDouble).requires_grad_();
}

/// A wrong function, with the largest number of elements that is tried, and the cause. (A few show that a million
/// elements are not too many; one wrong element among so many is below rounding.)
struct Wrong {
  const char* name;
  TensorFunction fn;
  double most;
  Cause cause;
};

std::vector<Wrong> wrong_functions() {
  return {
      {"factor 2", [](T x) { return 2 * torch::tanh(x) - torch::tanh(x).detach(); }, 1e6, Cause::constant_factor},
      {"factor 1.01", unary(torch::tanh, [](T, T y, T g) { return 1.01 * g * (1 - y * y); }), 1e5,
       Cause::constant_factor},
      {"sign", unary(torch::sin, [](T x, T, T g) { return -g * torch::cos(x); }), 1e6, Cause::constant_factor},
      {"sign of one term",
       unary([](T x) { return torch::sin(x) + 0.1 * x * x; },
             [](T x, T, T g) { return g * (torch::cos(x) - 0.2 * x); }),
       1e5, Cause::missing_term},
      {"sign of a term with mean zero",
       unary([](T x) { return x + torch::cos(x); }, [](T x, T, T g) { return g * (1 + torch::sin(x)); }), 1e6,
       Cause::missing_term},
      {"missing term",
       unary([](T x) { return x * torch::sigmoid(x); }, [](T x, T, T g) { return g * torch::sigmoid(x); }), 1e5,
       Cause::missing_term},
      {"detached", [](T x) { return x.detach() * torch::exp(x); }, 1e5, Cause::missing_term},
      {"wrong branch", unary(torch::relu, [](T, T, T g) { return g.clone(); }), 1e6, Cause::wrong_branch},
      {"mean without 1 / n",
       unary([](T x) { return torch::sin(x).mean(); }, [](T x, T, T g) { return g * torch::cos(x); }), 1e6,
       Cause::constant_factor},
      {"sum, sign", unary([](T x) { return torch::sin(x).sum(); }, [](T x, T, T g) { return -g * torch::cos(x); }), 1e6,
       Cause::constant_factor},
      {"softmax, diagonal only",
       unary([](T x) { return 1e3 * torch::softmax(x, 0); }, [](T, T y, T g) { return g * y * (1 - y / 1e3); }), 1e4,
       Cause::diagonal_jacobian},
      {"one wrong element",
       unary(torch::sin,
             [](T x, T, T g) {
               torch::Tensor grad = g * torch::cos(x);
               grad.select(0, x.numel() / 3) += 1;
               return grad;
             }),
       1e4, Cause::ignored_grad_output},
      {"one element with a wrong factor",
       unary(torch::exp,
             [](T, T y, T g) {
               torch::Tensor grad = g * y;
               grad.select(0, y.numel() / 3) *= 3;
               return grad;
             }),
       1e4, Cause::missing_term},
  };
}

TEST(FastMode, FindsWrongFunctionsOfAnySize) {
  for (const Wrong& wrong : wrong_functions()) {
    for (double count = 1e2; count <= wrong.most; count *= 10) {
      const auto report = check(wrong.fn, {normal(static_cast<std::int64_t>(count))}, fast());
      EXPECT_EQ(report.cause(), wrong.cause) << wrong.name << ", " << count << " elements\n" << report;
    }
  }
}

TEST(FastMode, AcceptsRightFunctionsOfAnySize) {
  const std::vector<TensorFunction> right{
      [](T x) { return torch::tanh(x); },
      [](T x) { return torch::exp(3 * x); },
      [](T x) { return torch::sin(x).sum(); },
      [](T x) { return torch::cumsum(x, 0); },
      [](T x) { return torch::softmax(x, 0); },
      [](T x) { return 1e4 + torch::sin(x); },
      [](T x) { return torch::relu(x) / (1 + x.norm()); },
  };
  for (std::size_t i = 0; i < right.size(); ++i) {
    for (std::int64_t count = 100; count <= 1000000; count *= 100) {
      const auto report = check(right[i], {normal(count)}, fast());
      EXPECT_TRUE(report) << "function " << i << ", " << count << " elements\n" << report;
      EXPECT_EQ(report.compared, 1);
    }
  }
}

TEST(FastMode, NamesTheWrongElementAmongMany) {
  const auto fn = unary(torch::exp, [](T, T y, T g) {
    torch::Tensor grad = g * y;
    grad.select(0, 4321) *= 3;
    return grad;
  });
  const auto report = check(fn, {normal(10000)}, fast());
  ASSERT_FALSE(report);
  EXPECT_THAT(report.failures[0].entry->input_index, testing::ElementsAre(4321)) << report;
  EXPECT_THAT(report.failures[0].entry->output_index, testing::ElementsAre(4321)) << report;
}

TEST(FastMode, FindsAWrongSecondDerivativeOfManyElements) {
  const auto report = checking::check_twice(unary(torch::square, [](T x, T, T g) { return 2 * g * x.detach(); }),
                                            {normal(100000)}, fast());
  EXPECT_EQ(report.cause(), Cause::saved_intermediate) << report;
}

TEST(FastMode, ChecksComplexNumbers) {
  const auto z = torch::complex(normal(3000).detach(), normal(3000).detach() + 1).requires_grad_();
  EXPECT_TRUE(check([](T x) { return torch::exp(x); }, {z}, fast()));
  EXPECT_FALSE(check(unary(torch::square, [](T x, T, T g) { return 2 * g * x; }), {z}, fast()));
}

}  // namespace
}  // namespace actlab::fast_mode_test
