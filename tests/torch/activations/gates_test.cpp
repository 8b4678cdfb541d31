#include "torch/autograd/gates.h"

#include <gtest/gtest.h>

#include "actlab/gradcheck.h"
#include "cases.h"
#include "catalogue/activation.h"
#include "catalogue/gates.h"
#include "core/error.h"
#include "derivatives.h"
#include "every_isa.h"
#include "torch/autograd/apply.h"

namespace actlab {
namespace {

torch::Tensor input() {
  return torch::linspace(-3, 2.5, 24, torch::kDouble).reshape({4, 6}).requires_grad_();
}

TEST(Gates, AreGluGegluAndSwiglu) {
  EXPECT_LE(epsilons(apply_gate("glu", input(), 0), torch::glu(input(), 0)), 4);
  const auto halves = input().chunk(2, -1);
  EXPECT_LE(epsilons(apply_gate("geglu", input()), halves[0] * torch::gelu(halves[1])), 4);
  EXPECT_LE(epsilons(apply_gate("swiglu", input()), halves[0] * torch::silu(halves[1])), 4);
}

TEST(Gates, HaveCorrectFirstAndSecondDerivativesAlongEitherDimension) {
  for (const Gate& gate : gates) {
    for (const std::int64_t dim : {0, 1}) {
      const TensorFunction f = [&](const torch::Tensor& x) { return apply_gate(gate.name, x, dim); };
      EXPECT_TRUE(gradcheck(f, {input()})) << gate.name;
      EXPECT_TRUE(gradgradcheck(f, {input()})) << gate.name;
    }
  }
}

TEST(Gates, AgreeInEveryDtypeAndLayoutWithTheFormulaInFloat64) {
  const torch::Tensor inputs = torch::linspace(-9, 9, 34 * 6, torch::kDouble).reshape({6, 34});
  for (const Gate& gate : gates) {
    const ActivationPtr activation = make_activation(gate.activation);
    const auto ours = [&](const torch::Tensor& x) { return apply_gate(gate.name, x); };
    const auto formula = [&](const torch::Tensor& x) {
      const auto halves = x.chunk(2, -1);
      return halves[0] * apply_reference(*activation, halves[1]);
    };
    for (const auto& [dtype, name] : dtypes()) {
      SCOPED_TRACE(testing::Message() << gate.name << " " << name);
      const torch::Tensor whole = inputs.to(dtype), transposed = inputs.flip(0).t().contiguous().to(dtype).t();
      for (const torch::Tensor& x : {whole, transposed, whole.unsqueeze(0).expand({2, 6, 34}), whole.slice(0, 0, 0)}) {
        const Derivatives expected = derivatives(formula, x.to(torch::kDouble));
        on_every_isa([&] {
          const Derivatives actual = derivatives(ours, x);
          EXPECT_EQ(actual.value.scalar_type(), x.scalar_type());
          EXPECT_LE(epsilons(actual.value, expected.value), 8);
          EXPECT_LE(epsilons(actual.first, expected.first), 16);
        });
      }
    }
  }
}

TEST(Gates, RejectAnOddSizeAndAnUnknownName) {
  EXPECT_THROW(apply_gate("glu", torch::ones({3})), c10::Error);
  EXPECT_THROW(apply_gate("gelu", torch::ones({4})), UsageError);
}

}  // namespace
}  // namespace actlab
