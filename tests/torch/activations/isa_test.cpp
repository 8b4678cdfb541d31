#include "catalogue/kernels/isa.h"

#include <gtest/gtest.h>

#include "cases.h"
#include "catalogue/kernels/kernel_table.h"
#include "every_isa.h"
#include "torch/autograd/apply.h"

namespace actlab {
namespace {

std::vector<ActivationPtr> elementwise_cases() {
  std::vector<ActivationPtr> cases = all_cases();
  std::erase_if(cases, [](const ActivationPtr& activation) { return activation->is_row_wise(); });
  return cases;
}

class EveryIsa : public testing::TestWithParam<ActivationPtr> {};
INSTANTIATE_TEST_SUITE_P(Catalogue, EveryIsa, testing::ValuesIn(elementwise_cases()), case_name);

TEST_P(EveryIsa, GivesAnElementTheSameResultAtEveryPosition) {
  on_every_isa([&] {
    const torch::Tensor x = inputs_for(*GetParam(), {67}).to(torch::kFloat);
    const torch::Tensor all = apply(*GetParam(), x);
    for (const std::int64_t start : {1, 3, 60, 66}) {
      const torch::Tensor part = apply(*GetParam(), x.slice(0, start).clone());
      EXPECT_TRUE(torch::equal(part, all.slice(0, start))) << start;
    }
  });
}

// The fused engine replaces the gradient of a layer's outputs by that of its inputs.
TEST_P(EveryIsa, ComputesInPlace) {
  const torch::Tensor saved = inputs_for(*GetParam(), {67}).to(torch::kFloat), grad_y = torch::linspace(-1, 2, 67);
  for (const std::int64_t n : {1, 5, 16, 19, 67}) {
    on_every_isa([&] {
      const CompiledActivation compiled = GetParam()->compiled().value();
      const auto backward = compiled.kernels->backward.f32.run;
      torch::Tensor separate = grad_y.clone(), in_place = grad_y.clone();
      backward(compiled.formula, saved.data_ptr<float>(), grad_y.data_ptr<float>(), separate.data_ptr<float>(), n);
      backward(compiled.formula, saved.data_ptr<float>(), in_place.data_ptr<float>(), in_place.data_ptr<float>(), n);
      EXPECT_TRUE(torch::equal(in_place, separate)) << n;
    });
  }
}

}  // namespace
}  // namespace actlab
