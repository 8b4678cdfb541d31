// The forward pass of "Neural Networks from Scratch": two dense layers on the spiral, with weights from NumPy's
// generator.
#include <gtest/gtest.h>

#include <vector>

#include "catalogue/activation.h"
#include "core/random.h"
#include "lab/data/spiral.h"
#include "reference/golden.h"
#include "tensors.h"
#include "torch/autograd/apply.h"

namespace actlab {
namespace {

// 0.01 * np.random.randn(rows, columns), as float32.
torch::Tensor draw_weights(std::int64_t rows, std::int64_t columns, NumpyRandom& random) {
  torch::Tensor weights = torch::empty({rows, columns}, torch::kFloat64);
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::int64_t j = 0; j < columns; ++j) weights[i][j] = 0.01 * random.randn();
  }
  return weights.to(torch::kFloat32);
}

torch::Tensor table(const nlohmann::json& rows) {
  std::vector<torch::Tensor> tensors;
  for (const nlohmann::json& row : rows) tensors.push_back(torch::tensor(row.get<std::vector<float>>()));
  return torch::stack(tensors);
}

// The last bit of float32 sums depends on the order of summation.
void expect_close(const torch::Tensor& found, const nlohmann::json& expected) {
  EXPECT_TRUE(torch::allclose(found.narrow(0, 0, 5), table(expected["first"]), 1e-6, 1e-10)) << found.narrow(0, 0, 5);
  EXPECT_TRUE(torch::allclose(found.narrow(0, 295, 5), table(expected["last"]), 1e-6, 1e-10))
      << found.narrow(0, 295, 5);
}

TEST(ForwardPass, OfTwoDenseLayersEqualsTheSourceMaterial) {
  const nlohmann::json expected = golden("forward.json");
  NumpyRandom random = data_stream(0);
  const torch::Tensor inputs =
      inputs_of(Spiral{.samples_per_class = 100, .test_samples_per_class = 0}.make(random).train);
  const torch::Tensor weights1 = draw_weights(2, 3, random), weights2 = draw_weights(3, 3, random);
  EXPECT_TRUE(torch::equal(weights1, table(expected["weights1"])));
  EXPECT_TRUE(torch::equal(weights2, table(expected["weights2"])));

  const torch::Tensor hidden = apply(*make_activation("relu"), inputs.mm(weights1));
  const torch::Tensor printed = torch::tensor({0.0, 0.00011395, 0.00031729, 0.00052666, 0.00071401});
  EXPECT_TRUE(torch::allclose(hidden.select(1, 1).narrow(0, 0, 5), printed, 0, 5e-9));
  EXPECT_EQ(hidden.narrow(0, 0, 5).count_nonzero().item<std::int64_t>(), 4);
  expect_close(hidden, expected["relu"]);
  expect_close(apply(*make_activation("softmax"), hidden.mm(weights2)), expected["softmax"]);
}

}  // namespace
}  // namespace actlab
