#include "lab/statistics/sequential_simulation.h"

#include <gtest/gtest.h>

namespace actlab {
namespace {

// Three standard errors of a share of 5 % among so many runs.
double tolerance(int runs) {
  return 3 * std::sqrt(0.05 * 0.95 / runs);
}

TEST(SequentialSimulation, IntervalsContainTheMeanAtAllLooksTogether) {
  constexpr int runs = 400;
  for (const DifferenceKind& kind : difference_kinds()) {
    if (kind.name.starts_with("rare")) continue;  // needs more seeds: see below
    const SeedLimits limits{kind.name.starts_with("two humps, 10") ? 50 : 20, 1000};
    const UntilResult result = simulate_until(kind, limits, 0.5, runs);
    EXPECT_GE(result.covered, 0.95 - tolerance(runs)) << kind.name;
    EXPECT_GE(result.covered_stop, 0.95 - tolerance(runs)) << kind.name;
  }
  EXPECT_LT(simulate_until(difference_kinds()[0], {20, 1000}, 0.5, runs).covered_t, 0.9)
      << "the simulation must show that looking often at Student's t is wrong";
}

TEST(SequentialSimulation, ARareHumpNeedsALaterFirstLook) {
  const DifferenceKind rare = difference_kinds().back();
  EXPECT_GE(simulate_until(rare, {300, 1000}, 0.5, 400).covered, 0.95 - tolerance(400));
}

TEST(SequentialSimulation, ARaceRarelyDropsTheBestModel) {
  constexpr int runs = 200;
  for (const DifferenceKind& kind : difference_kinds()) {
    for (const auto& [models, gap] : std::vector<std::pair<std::size_t, double>>{{2, 0}, {6, 0}, {6, 0.1}}) {
      EXPECT_LE(simulate_race(kind, {20, 500}, models, gap, runs).lost_best, 0.05) << kind.name << ", " << models;
    }
  }
}

TEST(SequentialSimulation, ARaceSavesTrials) {
  const RaceResult result = simulate_race(difference_kinds()[0], {20, 500}, 6, 1, 100);
  EXPECT_EQ(result.decided, 1);
  EXPECT_LT(result.trials, 0.2);
}

}  // namespace
}  // namespace actlab
