#include "catalogue/kernels/isa.h"

#include <gtest/gtest.h>
#include <torch/autograd.h>

#include <cmath>

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

// Value and gradient at x, one below the other.
torch::Tensor results(const Activation& activation, const torch::Tensor& x) {
  const torch::Tensor leaf = x.clone().requires_grad_();
  const torch::Tensor y = apply(activation, leaf);
  return torch::stack({y.detach(), torch::autograd::grad({y}, {leaf}, {torch::ones_like(y)})[0]});
}

TEST_P(EveryIsa, GivesAnElementTheSameResultAtEveryPosition) {
  on_every_isa([&] {
    for (const auto& [dtype, name] : dtypes()) {
      const torch::Tensor x = inputs_for(*GetParam(), {67}).to(dtype), all = results(*GetParam(), x);
      for (const std::int64_t start : {1, 3, 60, 66})
        EXPECT_TRUE(torch::equal(results(*GetParam(), x.slice(0, start)), all.slice(1, start))) << name << start;
      const torch::Tensor order = torch::randperm(67);
      EXPECT_TRUE(torch::equal(results(*GetParam(), x.index({order})), all.index_select(1, order))) << name;
    }
  });
}

TEST_P(EveryIsa, GivesAnElementTheSameResultWhateverItsNeighboursAre) {
  on_every_isa([&] {
    for (const auto& [dtype, name] : dtypes()) {
      const torch::Tensor x = 20 * inputs_for(*GetParam(), {67}).to(dtype), all = results(*GetParam(), x);
      for (const double neighbour : {1e9, -1e30, 1e-40, double(INFINITY), double(NAN)}) {
        torch::Tensor changed = x.to(torch::kDouble);
        changed.slice(0, 0, 67, 5).fill_(neighbour);
        changed = changed.to(dtype);
        const torch::Tensor kept = torch::arange(67).remainder(5).nonzero().squeeze(1);
        EXPECT_TRUE(torch::equal(results(*GetParam(), changed).index_select(1, kept), all.index_select(1, kept)))
            << name << " beside " << neighbour;
      }
    }
  });
}

// All 16-bit numbers, and numbers around the middle of two of them.
TEST(HalfKernels, ConvertAsTorchDoes) {
  const torch::Tensor bits = torch::arange(-32768, 32768, torch::kInt).to(torch::kShort);
  on_every_isa([&] {
    for (const auto dtype : {torch::kHalf, torch::kBFloat16}) {
      const Conversions& conversions = dtype == torch::kHalf ? half_kernels().float16 : half_kernels().bfloat16;
      const auto data = [](const torch::Tensor& tensor) { return static_cast<std::uint16_t*>(tensor.data_ptr()); };
      torch::Tensor wide = torch::empty({65536});
      conversions.to_float(data(bits), wide.data_ptr<float>(), 65536);
      const torch::Tensor expected = bits.view(dtype).to(torch::kFloat);
      EXPECT_TRUE(torch::equal(wide.nan_to_num(12345), expected.nan_to_num(12345)));

      const torch::Tensor finite = expected.masked_select(expected.isfinite()), next = finite * (1 + 0x1p-8);
      for (const torch::Tensor& x :
           {expected, (finite + next) / 2, (finite * (1 + 0x1p-11)), finite * (1 + 0x1.8p-9), finite + 0x1p-25,
            torch::cat({3e38f * torch::ones(3), 65519.99f * torch::ones(5)})}) {
        torch::Tensor narrow = torch::empty_like(x, torch::kShort);
        conversions.from_float(x.contiguous().data_ptr<float>(), data(narrow), x.numel());
        EXPECT_TRUE(torch::equal(narrow.view(dtype).to(torch::kFloat).nan_to_num(12345),
                                 x.to(dtype).to(torch::kFloat).nan_to_num(12345)));
      }
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
