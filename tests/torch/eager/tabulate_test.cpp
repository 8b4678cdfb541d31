#include "torch/eager/tabulate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <string>
#include <vector>

#include "catalogue/activation.h"
#include "lab/record/temporary_directory.h"

namespace actlab {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

std::vector<TabulatedValue> values(const std::string& text) {
  const TemporaryDirectory directory;
  std::ofstream(directory / "table.yaml") << "tabulate: " << text;
  return tabulate(load_tabulation(directory / "table.yaml"));
}

TEST(TabulationOnTensors, ComputesValueAndDerivativesAtEachPoint) {
  const auto all = values("{activations: tanh, at: [0, 0.5], derivatives: 3}");
  ASSERT_EQ(all.size(), 2u);
  const double t = std::tanh(0.5), s = 1 - t * t;
  EXPECT_EQ(all[1].x, 0.5);
  EXPECT_NEAR(all[1].value, t, 1e-15);
  EXPECT_THAT(all[1].derivatives,
              ElementsAre(DoubleNear(s, 1e-15), DoubleNear(-2 * t * s, 1e-15), DoubleNear(s * (6 * t * t - 2), 1e-14)));
}

TEST(TabulationOnTensors, UsesLinesAsRowsOfARowWiseActivation) {
  const auto all = values("{activations: softmax, at: [[1, 2], [3, 3]], derivatives: 1}");
  ASSERT_EQ(all.size(), 4u);
  EXPECT_NEAR(all[0].value + all[1].value, 1, 1e-15);
  EXPECT_EQ(all[2].value, 0.5);
  EXPECT_EQ(all[2].line, 1);
  EXPECT_NEAR(all[2].derivatives[0], 0.25, 1e-15);  // p (1 - p): the other element of the row is constant
}

TEST(TabulationOnTensors, SupportsEveryActivationOfTheCatalogue) {
  for (const ActivationPtr& activation : catalogue()) {
    const auto all = values("{activations: " + std::string(activation->spec().name) + ", at: [-1, 2], derivatives: 3}");
    ASSERT_EQ(all.size(), 2u) << activation->spec().name;
    for (const TabulatedValue& value : all) {
      EXPECT_EQ(value.derivatives.size(), 3u);
      EXPECT_TRUE(std::isfinite(value.value)) << activation->spec().name;
    }
  }
}

}  // namespace
}  // namespace actlab
