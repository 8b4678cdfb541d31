#include <gtest/gtest.h>
#include <torch/autograd.h>

#include "catalogue/activation.h"
#include "every_isa.h"
#include "torch/autograd/apply.h"

namespace actlab {
namespace {

// Random rows; in the first one element is far above the others, and the second has -inf.
torch::Tensor rows_of(std::int64_t length) {
  torch::Tensor x = 8 * torch::rand({5, length}) - 4;
  x[0][length / 2] = 90;
  if (length > 1) x[1][0] = -std::numeric_limits<float>::infinity();
  return x;
}

torch::Tensor gradient(const Activation& activation, const torch::Tensor& x, const torch::Tensor& grad_y) {
  const torch::Tensor leaf = x.detach().requires_grad_();
  return torch::autograd::grad({apply(activation, leaf)}, {leaf}, {grad_y})[0];
}

// float64 is computed without a kernel, so this compares two implementations.
TEST(RowKernels, AgreeWithFloat64ForRowsOfAnyLength) {
  torch::manual_seed(1);
  on_every_isa([] {
    for (const char* name : {"softmax", "softmin", "log_softmax"}) {
      const ActivationPtr activation = make_activation(name);
      for (const std::int64_t length : {1, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 100}) {
        SCOPED_TRACE(testing::Message() << name << " of " << length);
        const torch::Tensor x = rows_of(length) * (name == std::string_view("softmin") ? -1 : 1);
        const torch::Tensor grad_y = torch::rand_like(x);
        const torch::Tensor x_float64 = x.to(torch::kDouble);
        // backward reads y, whose rounding error 6e-8 * |y| enters as exp(y) * |y| < 0.37 times the sum of grad_y.
        const bool is_log = name == std::string_view("log_softmax");
        const double tolerance = 2e-7 + (is_log ? 2.2e-8 * grad_y.sum(-1).max().item<double>() : 0);
        EXPECT_TRUE(
            torch::allclose(apply(*activation, x).to(torch::kDouble), apply(*activation, x_float64), 1e-6, 1e-40));
        EXPECT_TRUE(torch::allclose(gradient(*activation, x, grad_y).to(torch::kDouble),
                                    gradient(*activation, x_float64, grad_y.to(torch::kDouble)), 1e-6, tolerance));
      }
    }
  });
}

}  // namespace
}  // namespace actlab
