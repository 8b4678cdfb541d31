#include <gtest/gtest.h>

#include "actlab/battery.h"

namespace actlab {
namespace {

using torch::Tensor;

TEST(VersionCounters, AreNotBlamedForTheOrderOfASum) {
  const auto expand = [](const Tensor& x) { return x.expand({5, 5, 5}); };
  for (int seed = 0; seed < 20; ++seed) {
    const auto make = [&](torch::IntArrayRef) -> Tensors {
      torch::manual_seed(seed);
      return {torch::randn({5, 1, 1}, torch::kDouble)};
    };
    const BatteryReport report = battery(expand, make);
    EXPECT_EQ(report.at("version counters").outcome, Outcome::passed) << report;
  }
}

}  // namespace
}  // namespace actlab
