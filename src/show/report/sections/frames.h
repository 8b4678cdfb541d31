#pragma once

#include <cstddef>
#include <vector>

#include "show/report/rows.h"
#include "show/report/run_data.h"

namespace actlab {

/// How much of a scene and its snapshots goes into a page.
struct FrameBudget {
  std::size_t frames;               ///< of each replay, at most
  std::size_t stride;               ///< every so many grid points along each axis
  std::vector<std::size_t> points;  ///< places in the scene of the samples that are drawn
};

/// As much as keeps a page small with so many replays drawn, of so many models: fewer frames first, then a coarser
/// grid.
FrameBudget frame_budget(const SceneRecord& scene, bool regression, std::size_t replays, std::size_t models);

/// What all frames of a scene share: {"x": {"low", "high", "count"}, "y": the same, "levels"}.
Json frame_grid(const SceneRecord& scene, bool regression, const FrameBudget& budget);

/// A replay's frames: {"epochs", "caption", and a list an epoch of "cells" (a plane of classes), or "values", and of
/// classes "wrong" and "captions"}. page/frames.js reads them.
Json frames_of(const Replay& replay, const SceneRecord& scene, bool regression, const FrameBudget& budget);

}  // namespace actlab
