#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "lab/experiment/config_text.h"
#include "lab/experiment/engines.h"
#include "lab/experiment/plan.h"
#include "lab/experiment/snapshots.h"

namespace actlab {

inline const std::string circle_config =
    "data: {kind: circle, samples: 50}\nmodels: {A: {hidden: [5], activation: tanh}}\n";

/// Trains the first trial of a config and takes its snapshots.
struct WithSnapshots {
  WithSnapshots(const TensorBackend& backend, const std::string& text)
      : experiment(experiment_of(text)), engines(make_engines(backend)), plan(make_plan(experiment, engines)) {
    const std::atomic<bool> stop{false};
    plan.engine[0]->train({plan.trials.data(), 1}, stop,
                          [&](const Trial&, TrialResult&& trained) { result = std::move(trained); });
    snapshots = take_snapshots(*plan.engine[0], plan.trials[0], result.checkpoints, *plan.scene);
  }

  Experiment experiment;
  Engines engines;
  Plan plan;
  TrialResult result;
  std::vector<SnapshotRecord> snapshots;
};

/// Compares snapshots of a network with explicit weights, without training, with the function that it computes.
inline void expect_outputs_of_explicit_weights(const std::string& engine, const TensorBackend& backend) {
  const WithSnapshots run(backend, std::string("data: {kind: sine, samples: 20}\n"
                                               "models:\n"
                                               "  Bump:\n"
                                               "    hidden: [2]\n"
                                               "    init:\n"
                                               "      kind: explicit\n"
                                               "      layers:\n"
                                               "        - {weight: [[6.0], [-1]], bias: [0, 0.7]}\n"
                                               "        - {weight: [[1, -1]], bias: [0.5]}\n"
                                               "training: none\n"
                                               "engine: ") +
                                       engine + "\n");
  ASSERT_EQ(run.snapshots.size(), 1u);
  EXPECT_EQ(run.result.epochs, 0);
  EXPECT_TRUE(run.result.status == TrialStatus::finished);
  EXPECT_TRUE(std::isfinite(run.result.train.loss) && std::isfinite(run.result.test.loss));
  const GridAxis& axis = run.plan.scene->axes[0];
  for (std::int32_t i = 0; i < axis.points; ++i) {
    const double x = axis.low + (axis.high - axis.low) * i / (axis.points - 1.0);
    const double expected = std::max(0.0, 6 * x) - std::max(0.0, 0.7 - x) + 0.5;
    EXPECT_NEAR(run.snapshots[0].outputs[static_cast<std::size_t>(i)], expected, 1e-5) << engine << " at " << x;
  }
}

}  // namespace actlab
