#pragma once

#include <cmath>

#include "lab/record/run_record.h"

namespace actlab {

inline RunHeader sample_header() {
  return {.name = "sample",
          .config = "name: sample\n",
          .regression = false,
          .trials = 4,
          .sweep_keys = {},
          .points = {{}},
          .models = {{0, "A", "2-3-2 relu", 17}, {0, "B", "2-3-2 tanh", 17}}};
}

/// Trial `id` of `sample_header()`: models A and B, seeds 0 and 1.
inline RecordedTrial sample_trial(std::int64_t id) {
  return {{.id = id,
           .model = id < 2 ? "A" : "B",
           .seed = static_cast<std::uint32_t>(id % 2),
           .point = 0,
           .status = TrialStatus::finished,
           .engine = "eager",
           .epochs = 2,
           .train = {0.5, 0.5 + 0.125 * static_cast<double>(id)},
           .test = {0.25, 0.5},
           .seconds = 0.125},
          {{0, {0.75f, 0.5f}, {0.7f, 0.25f}}, {1, {0.5f, 0.625f}, {0.25f, 0.5f}}}};
}

}  // namespace actlab
