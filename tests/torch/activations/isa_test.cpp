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

// Inputs of the interval and far outside of it, in all lanes of a vector and at its end.
torch::Tensor inputs_of_every_size(const Activation& activation) {
  const torch::Tensor x = inputs_for(activation, {67}).to(torch::kFloat);
  const torch::Tensor extremes = torch::tensor({0.0f, -0.0f, 1e-40f, -1e-40f, 1e-9f, 88.0f, -88.0f, -103.5f, 1e4f,
                                                -1e9f, 1e30f, -1e38f, INFINITY, -INFINITY, NAN});
  return torch::cat({x, 20 * x, extremes, x.slice(0, 0, 5), extremes.flip(0)});
}

torch::Tensor bits_of(const torch::Tensor& x) {
  return x.nan_to_num(12345).view(torch::kInt);
}

// The fused engine trains with the one and computes scores with the other.
TEST_P(EveryIsa, GivesValueAndDerivativeInOnePassTheBitsOfSeparatePasses) {
  const torch::Tensor all = inputs_of_every_size(*GetParam());
  for (const std::int64_t n : {std::int64_t{1}, std::int64_t{5}, std::int64_t{16}, std::int64_t{67}, all.numel()}) {
    on_every_isa([&] {
      const CompiledActivation compiled = GetParam()->compiled().value();
      const ActivationKernels& kernels = *compiled.kernels;
      if (kernels.forward_with_derivative.run == nullptr) return;  // selects its gradient
      torch::Tensor x = all.slice(0, all.numel() - n).clone(), ones = torch::ones({n});
      torch::Tensor y = torch::empty({n}), derivative = torch::empty({n});
      const auto data = [](const torch::Tensor& tensor) { return tensor.data_ptr<float>(); };
      kernels.forward.f32.run(compiled.formula, data(x), data(y), n);
      kernels.backward.f32.run(compiled.formula, data(x), data(ones), data(derivative), n);
      torch::Tensor first = torch::empty({n}), second = torch::empty({n});
      const auto expect_both = [&](const torch::Tensor& value, const torch::Tensor& slope) {
        EXPECT_TRUE(torch::equal(bits_of(value), bits_of(y))) << n;
        EXPECT_TRUE(torch::equal(bits_of(slope), bits_of(derivative))) << n;
      };
      kernels.forward_with_derivative.run(compiled.formula, data(x), data(first), data(second), n);
      expect_both(first, second);
      torch::Tensor in_place = x.clone();
      kernels.forward_with_derivative.run(compiled.formula, data(in_place), data(in_place), data(second), n);
      expect_both(in_place, second);
      in_place.copy_(x);
      kernels.forward_with_derivative.run(compiled.formula, data(in_place), data(first), data(in_place), n);
      expect_both(first, in_place);
    });
  }
}

}  // namespace
}  // namespace actlab
