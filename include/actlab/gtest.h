#pragma once

#include <gtest/gtest.h>

#include "gradcheck.h"

/// Assertions for GoogleTest. The failure message is the report. Only this header needs GoogleTest.
///
///     TEST(MyFunction, HasTheRightGradient) {
///       const auto f = [](const torch::Tensor& x) { return MyFunction::apply(x); };
///       const auto x = torch::randn({3, 4}, torch::kDouble).requires_grad_();
///       EXPECT_GRADCHECK(f, {x});
///       EXPECT_GRADGRADCHECK(f, {x}, {.atol = 1e-4}) << "more about this case";
///     }
///
/// The arguments are those of actlab::gradcheck and actlab::gradgradcheck. `raise_exception` has no effect.
#define EXPECT_GRADCHECK(...) ACTLAB_GRADCHECK_(gradcheck, ADD_FAILURE, __VA_ARGS__)
#define ASSERT_GRADCHECK(...) ACTLAB_GRADCHECK_(gradcheck, FAIL, __VA_ARGS__)
#define EXPECT_GRADGRADCHECK(...) ACTLAB_GRADCHECK_(gradgradcheck, ADD_FAILURE, __VA_ARGS__)
#define ASSERT_GRADGRADCHECK(...) ACTLAB_GRADCHECK_(gradgradcheck, FAIL, __VA_ARGS__)

// The switch keeps the `else` from belonging to an `if` around the assertion.
#define ACTLAB_GRADCHECK_(check, failure, ...)                                        \
  switch (0)                                                                          \
  case 0:                                                                             \
  default:                                                                            \
    if (const auto actlab_report = ::actlab::detail::reported_##check(__VA_ARGS__)) { \
    } else                                                                            \
      failure() << ::actlab::to_string(actlab_report)

namespace actlab::detail {

inline GradcheckOptions without_exception(GradcheckOptions options) {
  options.raise_exception = false;
  return options;
}

inline GradcheckReport reported_gradcheck(const TensorFunction& fn, const Tensors& inputs,
                                          const GradcheckOptions& options = {}) {
  return gradcheck(fn, inputs, without_exception(options));
}

inline GradcheckReport reported_gradgradcheck(const TensorFunction& fn, const Tensors& inputs,
                                              const GradcheckOptions& options = {}) {
  return gradgradcheck(fn, inputs, without_exception(options));
}

template <std::same_as<Tensors> List = Tensors>
GradcheckReport reported_gradgradcheck(const TensorFunction& fn, const Tensors& inputs, const List& grad_outputs,
                                       const GradcheckOptions& options = {}) {
  return gradgradcheck(fn, inputs, grad_outputs, without_exception(options));
}

}  // namespace actlab::detail
