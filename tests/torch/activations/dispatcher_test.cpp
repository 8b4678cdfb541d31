#include <ATen/core/dispatch/Dispatcher.h>
#include <gtest/gtest.h>
#include <torch/autograd.h>

#include "cases.h"
#include "derivatives.h"
#include "torch/autograd/apply.h"
#include "torch/autograd/registration.h"

namespace actlab {
namespace {

class ThroughTheDispatcher : public testing::TestWithParam<ActivationPtr> {};
INSTANTIATE_TEST_SUITE_P(Catalogue, ThroughTheDispatcher, testing::ValuesIn(all_cases()), case_name);

TEST_P(ThroughTheDispatcher, ATensorWithoutDataGivesOneWithTheSameStrides) {
  const torch::Tensor x = inputs_for(*GetParam(), {4, 6}).t();
  const torch::Tensor expected = apply(*GetParam(), x), actual = apply(*GetParam(), x.to(torch::kMeta));
  EXPECT_TRUE(actual.is_meta());
  EXPECT_EQ(actual.sizes(), expected.sizes());
  EXPECT_EQ(actual.strides(), expected.strides());
}

TEST_P(ThroughTheDispatcher, ANegativeViewIsReadAsSuch) {
  const torch::Tensor x = inputs_for(*GetParam(), {4, 6}), negative = at::_neg_view(-x);
  ASSERT_TRUE(negative.is_neg());
  EXPECT_TRUE(torch::equal(apply(*GetParam(), negative), apply(*GetParam(), x)));
  const torch::Tensor leaf = x.clone().requires_grad_(), y = apply(*GetParam(), leaf), grad_y = some_gradient(y);
  const auto gradient = [&](const torch::Tensor& of_y) {
    return torch::autograd::grad({y}, {leaf}, {of_y}, /*retain_graph=*/true)[0];
  };
  EXPECT_TRUE(torch::equal(gradient(at::_neg_view(-grad_y)), gradient(grad_y)));
}

TEST_P(ThroughTheDispatcher, TheFirstDerivativeIsTheSameWhetherOrNotAGraphIsRecorded) {
  const torch::Tensor x = inputs_for(*GetParam(), {4, 6}).requires_grad_(), y = apply(*GetParam(), x);
  const torch::Tensor grad_y = some_gradient(y);
  const auto gradient = [&](bool create_graph) {
    return torch::autograd::grad({y}, {x}, {grad_y}, /*retain_graph=*/true, create_graph)[0];
  };
  EXPECT_TRUE(torch::equal(gradient(true), gradient(false)));
}

TEST(Registration, MayBeRepeated) {
  register_operators();
  register_operators();
  EXPECT_TRUE(c10::Dispatcher::singleton().findSchema({"actlab::relu", ""}).has_value());
}

}  // namespace
}  // namespace actlab
