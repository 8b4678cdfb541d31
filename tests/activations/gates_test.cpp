#include "activations/gates.h"

#include <gtest/gtest.h>

#include "activations/activation.h"
#include "core/error.h"
#include "derivatives.h"
#include "gradcheck/gradcheck.h"

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

TEST(Gates, HaveRightDerivativesOfFirstAndSecondOrderAlongEitherDimension) {
  for (const Gate& gate : gates()) {
    for (const std::int64_t dim : {0, 1}) {
      const TensorFunction f = [&](const torch::Tensor& x) { return apply_gate(gate.name, x, dim); };
      EXPECT_TRUE(gradcheck(f, {input()})) << gate.name;
      EXPECT_TRUE(gradgradcheck(f, {input()})) << gate.name;
    }
  }
}

TEST(Gates, RefuseAnOddLengthAndAnUnknownName) {
  EXPECT_THROW(apply_gate("glu", torch::ones({3})), c10::Error);
  EXPECT_THROW(apply_gate("gelu", torch::ones({4})), UsageError);
}

}  // namespace
}  // namespace actlab
