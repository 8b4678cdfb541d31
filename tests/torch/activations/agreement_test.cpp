#include <gtest/gtest.h>

#include "cases.h"
#include "derivatives.h"
#include "every_isa.h"
#include "torch/autograd/apply.h"
#include "torch/autograd/torch_version.h"
#include "torch/gradcheck/layouts.h"

namespace actlab {
namespace {

// The tolerance of values and gradients, in epsilons of the dtype: about four roundings. Twice that in float64, where
// both sides round, and again for row-wise activations, which sum over a row.
double first_order_tolerance(const Activation& activation, torch::ScalarType dtype = torch::kDouble) {
  return 4 * (dtype == torch::kDouble ? 2 : 1) * (activation.is_row_wise() ? 2 : 1) * coarseness(activation, dtype);
}
// The tolerance of second gradients, which have a product of derivatives.
double second_order_tolerance(const Activation& activation, torch::ScalarType dtype = torch::kDouble) {
  return 2 * first_order_tolerance(activation, dtype);
}

class Agreement : public testing::TestWithParam<ActivationPtr> {};
INSTANTIATE_TEST_SUITE_P(Catalogue, Agreement, testing::ValuesIn(all_cases()), case_name);

TEST_P(Agreement, OfValueGradientAndSecondGradientWithTheBuiltinInEachDtypeOnEveryIsa) {
  for (const auto& [dtype, name] : dtypes()) {
    SCOPED_TRACE(name);
    const torch::Tensor x = inputs_for(*GetParam(), {17, 6}).to(dtype);
    // In float64 at the same x: LibTorch lacks many operations in half precision and is inaccurate in bfloat16.
    const Derivatives expected = derivatives(builtin(*GetParam()), x.to(torch::kDouble));
    on_every_isa([&, type = dtype] {
      const Derivatives actual = derivatives(ours(*GetParam()), x);
      EXPECT_EQ(actual.value.scalar_type(), type);
      EXPECT_EQ(actual.first.scalar_type(), type);
      EXPECT_LE(epsilons(actual.value, expected.value), first_order_tolerance(*GetParam(), type));
      EXPECT_LE(epsilons(actual.first, expected.first), first_order_tolerance(*GetParam(), type));
      EXPECT_LE(epsilons(actual.second, expected.second), second_order_tolerance(*GetParam(), type));
    });
  }
}

TEST_P(Agreement, WithTheBuiltinInEachDtypeThatItSupports) {
  for (const auto& [dtype, name] : dtypes()) {
    SCOPED_TRACE(name);
    const torch::Tensor x = inputs_for(*GetParam(), {17, 6}).to(dtype);
    torch::Tensor expected;
    try {
      expected = apply_reference(*GetParam(), x);
    } catch (const c10::Error&) {
      continue;
    }
    EXPECT_LE(epsilons(apply(*GetParam(), x), expected), first_order_tolerance(*GetParam()));
  }
}

TEST_P(Agreement, AtKinks) {
  for (const Kink& kink : GetParam()->kinks()) {
    const torch::Tensor x = torch::full({3}, kink.at, torch::kDouble);
    const Derivatives actual = derivatives(ours(*GetParam()), x);
    const Derivatives expected = derivatives(builtin(*GetParam()), x);
    EXPECT_TRUE(torch::equal(actual.value, expected.value));
    const auto other = other_builtin_subgradient(GetParam()->spec().name, kink.at);
    if (!other) {
      EXPECT_LE(epsilons(actual.first, expected.first), coarseness(*GetParam(), torch::kDouble));
    } else {
      EXPECT_TRUE(torch::equal(expected.first, *other * some_gradient(x)));
      EXPECT_GT(epsilons(actual.first, expected.first), 1) << "remove it from torch_version.h";
    }
  }
}

TEST_P(Agreement, InEveryShapeIncludingEmptyAndZeroDimensional) {
  for (const std::vector<std::int64_t>& sizes :
       std::vector<std::vector<std::int64_t>>{{}, {0}, {3, 0}, {0, 3}, {1}, {7}, {5, 4}, {2, 3, 4}, {1, 1, 1, 33}}) {
    SCOPED_TRACE(testing::PrintToString(sizes));
    const torch::Tensor x = inputs_for(*GetParam(), sizes);
    const Derivatives actual = derivatives(ours(*GetParam()), x);
    const Derivatives expected = derivatives(builtin(*GetParam()), x);
    EXPECT_EQ(actual.value.sizes(), x.sizes());
    EXPECT_EQ(actual.first.sizes(), x.sizes());
    EXPECT_LE(epsilons(actual.value, expected.value), first_order_tolerance(*GetParam()));
    EXPECT_LE(epsilons(actual.first, expected.first), first_order_tolerance(*GetParam()));
    EXPECT_LE(epsilons(actual.second, expected.second), second_order_tolerance(*GetParam()));
  }
}

TEST_P(Agreement, OfAnyStridesWithContiguousInputInEachDtype) {
  for (const auto& [dtype, name] : dtypes()) {
    const torch::Tensor dense = inputs_for(*GetParam(), {6, 5}).to(dtype);
    const Derivatives expected = derivatives(ours(*GetParam()), dense);
    for (const detail::Layout& layout : detail::strided_layouts()) {
      SCOPED_TRACE(name + ", " + std::string(layout.name));
      const Derivatives actual = derivatives(ours(*GetParam()), layout.make(dense));
      // Rows may be summed in another order, and recorded derivatives may use other kernels of torch.
      EXPECT_LE(epsilons(actual.value, expected.value),
                GetParam()->is_row_wise() ? first_order_tolerance(*GetParam()) : 0);
      EXPECT_LE(epsilons(actual.first, expected.first), first_order_tolerance(*GetParam()));
      EXPECT_LE(epsilons(actual.second, expected.second), second_order_tolerance(*GetParam()));
    }
  }
}

TEST_P(Agreement, OfExpandedInputWithItsCopy) {
  const torch::Tensor column = inputs_for(*GetParam(), {6, 1});
  const Derivatives actual = derivatives(ours(*GetParam()), column.expand({6, 5}));
  const Derivatives expected = derivatives(ours(*GetParam()), column.expand({6, 5}).contiguous());
  EXPECT_LE(epsilons(actual.value, expected.value), 1);
  EXPECT_LE(epsilons(actual.first, expected.first), 1);
  EXPECT_LE(epsilons(actual.second, expected.second), 1);
}

TEST_P(Agreement, OfGradientsOfAnyStrides) {
  const torch::Tensor x = inputs_for(*GetParam(), {6, 5}).requires_grad_();
  const torch::Tensor y = apply(*GetParam(), x);
  const auto gradient = [&](const torch::Tensor& grad_y) {
    return torch::autograd::grad({y}, {x}, {grad_y}, /*retain_graph=*/true)[0];
  };
  const torch::Tensor grad_y = some_gradient(y);
  for (const detail::Layout& layout : detail::strided_layouts())
    EXPECT_LE(epsilons(gradient(layout.make(grad_y)), gradient(grad_y)), first_order_tolerance(*GetParam()))
        << layout.name;
  const torch::Tensor expanded = torch::full({}, 0.5, torch::kDouble).expand({6, 5});
  EXPECT_LE(epsilons(gradient(expanded), gradient(expanded.contiguous())), first_order_tolerance(*GetParam()));
}

TEST_P(Agreement, DoesNotChangeTheInput) {
  const torch::Tensor x = inputs_for(*GetParam(), {4, 3}).requires_grad_();
  const torch::Tensor before = x.detach().clone();
  const torch::Tensor y = apply(*GetParam(), x);
  EXPECT_FALSE(y.is_alias_of(x));
  y.sum().backward();
  EXPECT_TRUE(torch::equal(x.detach(), before));
}

}  // namespace
}  // namespace actlab
