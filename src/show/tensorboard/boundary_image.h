#pragma once

#include <string>

#include "lab/record/snapshot_record.h"

namespace actlab {

/// A picture of the plane of a classification: each point of the grid in its classes' colours, mixed by probability.
struct BoundaryImage {
  int width = 0;
  int height = 0;
  std::string png;
};

/// outputs: probabilities on the grid of `scene`, which has two axes; the first runs to the right, the second up.
/// Throws std::runtime_error where libpng does.
BoundaryImage boundary_image(const SceneRecord& scene, const std::vector<float>& outputs);

}  // namespace actlab
