#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "lab/training/support.h"
#include "torch/eager/engine.h"

namespace actlab {

/// Trains with the eager engine.
inline std::vector<TrialResult> train_all(const std::vector<Trial>& trials) {
  return train_all(trials, *make_eager_engine());
}
inline TrialResult train(const TrialSetup& setup) {
  return train(setup, *make_eager_engine());
}

/// Calls `check` with every engine that supports the trial.
inline void for_each_engine(const TrialSetup& setup, const std::function<void(const Engine&)>& check) {
  const std::unique_ptr<Engine> engines[] = {make_eager_engine(), make_fused_engine()};
  for (const auto& engine : engines) {
    SCOPED_TRACE(engine->name());
    if (!engine->unsupported_reason(setup.trial())) check(*engine);
  }
}

}  // namespace actlab
