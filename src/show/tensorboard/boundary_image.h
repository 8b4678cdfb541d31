#pragma once

#include <string>

#include "lab/record/snapshot_record.h"

namespace actlab {

/// An image of class probabilities over a plane. The colour of each pixel mixes the colours of the classes by
/// probability.
struct BoundaryImage {
  int width = 0;  ///< in pixels
  int height = 0;
  std::string png;
};

/// Draws `outputs`, the probabilities on the grid of `scene`, which must have two axes. The first axis points right,
/// the second up. Throws std::runtime_error if libpng reports an error.
BoundaryImage boundary_image(const SceneRecord& scene, const std::vector<float>& outputs);

}  // namespace actlab
