#if __has_include(<ATen/LegacyVmapMode.h>)
#include <ATen/LegacyVmapMode.h>
#else
#include <ATen/VmapMode.h>
#endif

#include "checking.h"
#include "made_function.h"
#include "wrong_functions.h"

/// The options of torch.autograd.gradcheck beyond tolerances: forward mode, batches, and which order is checked how.
namespace actlab::torch_options_test {
namespace {

using checking::check;
using checking::check_twice;
using checking::expect_only;
using made::unary;
using testing::HasSubstr;
using T = const torch::Tensor&;
using Ts = const Tensors&;

GradcheckOptions with(bool GradcheckOptions::*option) {
  GradcheckOptions options;
  options.*option = true;
  return options;
}

TEST(TorchOptions, HaveTheDefaultsOfTorch) {
  const GradcheckOptions options;
  EXPECT_TRUE(options.check_backward_ad);
  EXPECT_TRUE(options.check_rev_over_rev);
  EXPECT_FALSE(options.check_forward_ad);
  EXPECT_FALSE(options.check_batched_grad);
  EXPECT_FALSE(options.check_batched_forward_grad);
  EXPECT_FALSE(options.check_fwd_over_rev);
  EXPECT_FALSE(options.masked);
}

bool is_dual(T x) {
  return std::get<1>(at::_unpack_dual(x, 0)).defined();
}
// x^2, whose derivative is right in backward and half as large in forward mode.
torch::Tensor half_in_forward_mode(T x) {
  return is_dual(x) ? x * x.detach() : x * x;
}
// silu, whose derivative is right in forward mode and twice as large in backward.
torch::Tensor double_in_backward(T x) {
  return is_dual(x) ? torch::silu(x) : wrong::FactorOfTwo::apply(x);
}
torch::Tensor right_function(T x) {
  return wrong::Right::apply(x);
}

GradcheckOptions forward_mode(bool fast) {
  GradcheckOptions options;
  options.check_forward_ad = true;
  options.fast_mode = fast;
  return options;
}

TEST(ForwardMode, AcceptsTorchsOperations) {
  const auto z = leaf(torch::complex(spread({3}).detach(), positive({3}).detach()));
  for (const bool fast : {false, true}) {
    const GradcheckOptions options = forward_mode(fast);
    EXPECT_TRUE(check([](T x) { return torch::tanh(x) * x; }, {spread({3, 4})}, options));
    EXPECT_TRUE(check([](T a, T b) { return torch::mm(a, b); }, {spread({2, 3}), spread({3, 2})}, options));
    EXPECT_TRUE(check([](T x) { return torch::exp(x); }, {z}, options));
    EXPECT_TRUE(check([](T x) { return x.sum() + x.detach(); }, {spread({0})}, options));
    EXPECT_TRUE(check([](T a, T b) { return a * b; }, {z, z}, options));
  }
}

TEST(ForwardMode, IsCheckedOnlyIfAskedFor) {
  const auto x = spread({3, 4});
  EXPECT_TRUE(check(half_in_forward_mode, {x}));
  const auto report = check(half_in_forward_mode, {x}, forward_mode(false));
  expect_only(report, Cause::forward_mode, "constant factor");
  EXPECT_THAT(report.failures[0].detail, HasSubstr("0.5 times"));
  EXPECT_TRUE(report.failures[0].entry);
  expect_only(check(half_in_forward_mode, {x}, forward_mode(true)), Cause::forward_mode, "random direction");
  expect_only(check(half_in_forward_mode, {spread({100000})}, forward_mode(true)), Cause::forward_mode);
}

TEST(ForwardMode, CanBeCheckedWithoutBackward) {
  GradcheckOptions options = forward_mode(false);
  EXPECT_EQ(check(double_in_backward, {spread({5})}, options).cause(), Cause::constant_factor);
  options.check_backward_ad = false;
  EXPECT_TRUE(check(double_in_backward, {spread({5})}, options));
  EXPECT_EQ(check(half_in_forward_mode, {spread({5})}, options).cause(), Cause::forward_mode);
}

TEST(ForwardMode, OfACppFunctionIsReportedAsMissing) {
  expect_only(check(right_function, {spread({3})}, forward_mode(false)), Cause::forward_mode, "jvp is not implemented");
}

TEST(ForwardMode, MustTreatAMissingTangentAsZero) {
  const auto fn = [](T a, T b) {
    return is_dual(b) || !is_dual(a) ? a * b : a.detach() * b + 0.5 * (a - a.detach()) * b;
  };
  const auto report = check(fn, {positive({3}), positive({3})}, forward_mode(false));
  expect_only(report, Cause::forward_mode, "if input 1 has no tangent");
  GradcheckOptions options = forward_mode(false);
  options.check_undefined_grad = false;
  EXPECT_TRUE(check(fn, {positive({3}), positive({3})}, options));
}

TEST(BatchedGradient, IsCheckedIfAskedFor) {
  const GradcheckOptions options = with(&GradcheckOptions::check_batched_grad);
  EXPECT_TRUE(check([](T x) { return torch::tanh(x).mm(x.t()); }, {spread({3, 4})}, options));
  EXPECT_TRUE(check(right_function, {spread({3, 4})}, options)) << check(right_function, {spread({3, 4})}, options);
  EXPECT_TRUE(check_twice([](T x) { return torch::tanh(x); }, {spread({3})}, options));
  const auto by_number =
      unary(torch::tanh, [](T, T y, T g) { return (g.count_nonzero().item<double>() >= 0 ? g : 0 * g) * (1 - y * y); });
  EXPECT_TRUE(check(by_number, {spread({3, 4})}));
  expect_only(check(by_number, {spread({3, 4})}, options), Cause::batched_gradient, "backward throws on a batch");
}

TEST(BatchedGradient, MustBeThatOfOneAfterTheOther) {
  const auto fn = unary(torch::tanh, [](T, T y, T g) {
    const bool in_vmap = at::impl::VmapMode::current_vmap_level() > 0;
    return (in_vmap ? 2 : 1) * g * (1 - y * y);
  });
  EXPECT_TRUE(check(fn, {spread({3})}));
  expect_only(check(fn, {spread({3})}, with(&GradcheckOptions::check_batched_grad)), Cause::batched_gradient,
              "gives another result for a batch");
}

TEST(BatchedForwardGradient, IsCheckedIfAskedFor) {
  GradcheckOptions options = forward_mode(false);
  options.check_batched_forward_grad = true;
  EXPECT_TRUE(check([](T x) { return torch::tanh(x) * x; }, {spread({3, 4})}, options))
      << check([](T x) { return torch::tanh(x) * x; }, {spread({3, 4})}, options);
  const auto by_tangent = [](T x) {
    const torch::Tensor tangent = std::get<1>(at::_unpack_dual(x, 0));
    return tangent.defined() && tangent.count_nonzero().item<double>() < 0 ? x : torch::tanh(x);
  };
  EXPECT_TRUE(check(by_tangent, {spread({3})}, forward_mode(false)));
  expect_only(check(by_tangent, {spread({3})}, options), Cause::batched_gradient, "forward-mode AD throws on a batch");
}

TEST(ForwardOverReverse, IsCheckedIfAskedFor) {
  const auto fn = [](T x) { return half_in_forward_mode(x) * x; };
  const GradcheckOptions options = with(&GradcheckOptions::check_fwd_over_rev);
  EXPECT_TRUE(check_twice([](T x) { return torch::sin(x) * x; }, {spread({3})}, options))
      << check_twice([](T x) { return torch::sin(x) * x; }, {spread({3})}, options);
  EXPECT_TRUE(check_twice(fn, {spread({3})}));
  EXPECT_EQ(check_twice(fn, {spread({3})}, options).cause(), Cause::forward_mode);
}

TEST(ReverseOverReverse, CanBeSwitchedOff) {
  const auto fn = [](T x) { return is_dual(x) ? torch::silu(x) : wrong::SavedIntermediate::apply(x); };
  GradcheckOptions options = with(&GradcheckOptions::check_fwd_over_rev);
  EXPECT_EQ(check_twice(fn, {spread({3})}, options).cause(), Cause::saved_intermediate);
  options.check_rev_over_rev = false;
  EXPECT_TRUE(check_twice(fn, {spread({3})}, options)) << check_twice(fn, {spread({3})}, options);
}

TEST(TorchOptions, ThatContradictEachOtherAreRefused) {
  const auto refuses = [](GradcheckOptions options, const char* words, bool twice = false) {
    try {
      twice ? gradgradcheck(torch::exp, {spread({3})}, options) : gradcheck(torch::exp, {spread({3})}, options);
      ADD_FAILURE() << "accepted";
    } catch (const std::invalid_argument& error) {
      EXPECT_THAT(error.what(), HasSubstr(words));
    }
  };
  GradcheckOptions nothing;
  nothing.check_backward_ad = nothing.check_rev_over_rev = false;
  refuses(nothing, "check_backward_ad or check_forward_ad");
  refuses(nothing, "check_rev_over_rev or check_fwd_over_rev", true);
  refuses(with(&GradcheckOptions::check_batched_forward_grad), "needs check_forward_ad");
  nothing.check_forward_ad = nothing.check_batched_grad = true;
  refuses(nothing, "check_batched_grad needs check_backward_ad");
}

}  // namespace
}  // namespace actlab::torch_options_test
