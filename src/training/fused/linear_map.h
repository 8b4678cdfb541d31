#pragma once

#include <cstdint>
#include <vector>

namespace actlab::fused {

/// Layers with no activation between them are one affine map of the inputs, and the gradient by that map is all that
/// they need of the samples: it goes back through them as if there were `inputs + 1` samples, the unit vectors and the
/// one that biases multiply. Where samples are many, that is next to nothing beside the layers' own passes.
class LinearMap {
 public:
  struct Layer {
    std::int64_t units, inputs;
    std::int64_t offset;  ///< of its weights, [units, inputs + 1] with the bias last, and of their gradient
  };

  /// The first layer first.
  explicit LinearMap(std::vector<Layer> layers);

  /// The map that `weights` make: [units of the last layer, inputs of the first + 1], the constant last.
  const std::vector<double>& of(const float* weights);

  /// Sets the layers' part of `gradient`, by the gradient of the map that was taken last.
  void spread(std::vector<double> map_gradient, const float* weights, float* gradient) const;

 private:
  std::vector<Layer> layers_;
  std::int64_t columns_;                   // of every map
  std::vector<std::vector<double>> maps_;  // from the inputs to each layer's outputs
};

}  // namespace actlab::fused
