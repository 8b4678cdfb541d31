#include <ATen/Parallel.h>
#include <gtest/gtest.h>
#include <torch/autograd.h>

#include <array>

#include "cases.h"
#include "catalogue/activation.h"
#include "every_isa.h"
#include "torch/autograd/apply.h"
#include "torch/gradcheck/comparisons.h"

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

torch::Tensor by_torch(const char* name, const torch::Tensor& x, std::int64_t dim) {
  if (name == std::string_view("log_softmax")) return torch::log_softmax(x, dim);
  return torch::softmax(name == std::string_view("softmin") ? -x : x, dim);
}
torch::Tensor gradient_by_torch(const char* name, const torch::Tensor& x, std::int64_t dim,
                                const torch::Tensor& grad_y) {
  const torch::Tensor leaf = x.detach().clone().requires_grad_();
  return torch::autograd::grad({by_torch(name, leaf, dim)}, {leaf}, {grad_y})[0];
}
constexpr std::array names{"softmax", "softmin", "log_softmax"};

// Compares with torch in float64, in units of the dtype. backward reads y, whose rounding error of at most u * |y|
// enters as exp(y) * |y| < 0.37 times the sum of grad_y.
void expect_agreement(const char* name, const torch::Tensor& x, std::int64_t dim) {
  const double unit = ulp(1, x.scalar_type());
  const bool is_log = name == std::string_view("log_softmax");  // torch's has no relative accuracy close to 0
  const ActivationPtr activation = make_activation(name, {{"dim", dim}});
  const torch::Tensor wide = x.to(torch::kDouble), grad_y = torch::rand_like(wide).to(x.scalar_type());
  const torch::Tensor value = apply(*activation, x).to(torch::kDouble), expected = by_torch(name, wide, dim);
  const torch::Tensor grad = gradient(*activation, x, grad_y).to(torch::kDouble),
                      expected_grad = gradient_by_torch(name, wide, dim, grad_y.to(torch::kDouble));
  const double sum =
      name == std::string_view("log_softmax") ? grad_y.to(torch::kDouble).sum(dim).max().item<double>() : 1;
  // torch's own error for float64: it rounds x - max(x).
  const double slack = x.scalar_type() == torch::kDouble ? 100 : 4;
  EXPECT_TRUE(torch::allclose(value, expected, slack * unit, is_log ? unit : 1e-7 * unit));
  EXPECT_TRUE(torch::allclose(grad, expected_grad, slack * unit, (2 + 0.37 * sum) * unit));
}

TEST(RowKernels, AgreeWithTorchForRowsOfAnyLength) {
  torch::manual_seed(1);
  on_every_isa([] {
    for (const char* name : names) {
      for (const std::int64_t length : {1, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 100}) {
        for (const auto& [dtype, dtype_name] : dtypes()) {
          SCOPED_TRACE(testing::Message() << name << " of " << length << " in " << dtype_name);
          expect_agreement(name, rows_of(length).to(dtype) * (name == std::string_view("softmin") ? -1 : 1), -1);
        }
      }
    }
  });
}

TEST(RowKernels, AgreeWithTorchForEveryDimensionAndLayout) {
  torch::manual_seed(2);
  const torch::Tensor contiguous = 8 * torch::rand({2, 5, 3, 19}) - 4;
  for (const torch::Tensor& layout : {contiguous, contiguous.permute({3, 1, 0, 2}), contiguous.slice(3, 1, 18, 2),
                                      contiguous.contiguous(torch::MemoryFormat::ChannelsLast)}) {
    on_every_isa([&] {
      for (const char* name : names) {
        for (const auto& [dtype, dtype_name] : dtypes()) {
          for (std::int64_t dim = -4; dim < 4; ++dim) {
            SCOPED_TRACE(testing::Message() << name << " over " << dim << " in " << dtype_name);
            expect_agreement(name, layout.to(dtype), dim);
          }
        }
      }
    });
  }
}

// float16 and bfloat16 are computed by parts.
TEST(RowKernels, OfLargeTensorsInHalfPrecisionAreThoseOfTheirFloat32) {
  torch::manual_seed(3);
  for (const auto& sizes : std::vector<std::vector<std::int64_t>>{{3, 70000}, {70000, 3}, {2, 300, 301}}) {
    for (const auto dtype : {torch::kHalf, torch::kBFloat16}) {
      const torch::Tensor x = (4 * torch::randn(sizes)).to(dtype);
      for (std::int64_t dim = 0; dim < x.dim(); ++dim) {
        const ActivationPtr softmax = make_activation("softmax", {{"dim", dim}});
        EXPECT_TRUE(torch::equal(apply(*softmax, x), apply(*softmax, x.to(torch::kFloat)).to(dtype)));
      }
    }
  }
}

TEST(RowKernels, DoNotDependOnTheNumberOfThreads) {
  torch::manual_seed(4);
  const int before = at::get_num_threads();
  for (const auto& [dtype, dtype_name] : dtypes()) {
    for (const auto& sizes : std::vector<std::vector<std::int64_t>>{{300001}, {700, 500}}) {
      const torch::Tensor x = (4 * torch::randn(sizes)).to(dtype);
      for (const char* name : names) {
        for (std::int64_t dim = 0; dim < x.dim(); ++dim) {
          const ActivationPtr activation = make_activation(name, {{"dim", dim}});
          at::set_num_threads(1);
          const torch::Tensor one = gradient(*activation, x, x);
          at::set_num_threads(3);
          EXPECT_TRUE(torch::equal(gradient(*activation, x, x), one)) << name << " in " << dtype_name;
        }
      }
    }
  }
  at::set_num_threads(before);
}

// More equal elements in a lane than float32 can count (2^24). The baseline has the fewest lanes.
TEST(RowKernels, CountEqualElementsOfVeryLongRows) {
  const Isa best = current_isa();
  set_isa(Isa::baseline);
  const std::int64_t n = 4 * ((std::int64_t{1} << 24) + 1000);
  const float expected = -std::log(static_cast<float>(n)), expected_column = -std::log(static_cast<float>(n / 4));
  const ActivationPtr along_rows = make_activation("log_softmax", {{"dim", std::int64_t{0}}});
  const torch::Tensor x = torch::zeros({n});
  EXPECT_FLOAT_EQ(apply(*along_rows, x)[n / 2].item<float>(), expected);
  EXPECT_FLOAT_EQ(apply(*along_rows, x.view({n / 4, 4}))[1][2].item<float>(), expected_column);
  set_isa(best);
}

}  // namespace
}  // namespace actlab
