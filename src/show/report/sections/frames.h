#pragma once

#include <cstddef>
#include <vector>

#include "show/report/rows.h"
#include "show/report/run_data.h"

namespace actlab {

/// Limits on the parts of a scene and its snapshots that a page includes.
struct FrameBudget {
  std::size_t frames;               ///< maximum per replay
  std::size_t stride;               ///< step between grid points along each axis
  std::vector<std::size_t> points;  ///< indices of the samples to draw
};

/// Limits that keep a page small. Reduces the number of frames first, then the resolution of the grid.
FrameBudget frame_budget(const SceneRecord& scene, bool regression, std::size_t replays, std::size_t models);

/// The part that all frames of a scene share: {"x": {"low", "high", "count"}, "y": the same, "levels"}.
Json frame_grid(const SceneRecord& scene, bool regression, const FrameBudget& budget);

/// The frames of a replay for page/frames.js: "epochs", "caption", one entry per epoch of "cells" (classes on a plane)
/// or "values", and for classes also of "wrong" and "captions".
Json frames_of(const Replay& replay, const SceneRecord& scene, bool regression, const FrameBudget& budget);

}  // namespace actlab
