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

  /// The gradient by the map that was taken last, shaped as it is: to be filled in before it is spread.
  std::vector<double>& gradient() { return gradients_.back(); }

  /// Sets the layers' part of `weight_gradient` by `gradient()`.
  void spread(const float* weights, float* weight_gradient);

 private:
  std::vector<Layer> layers_;
  std::int64_t columns_;                               // of every map
  std::vector<std::vector<double>> maps_, gradients_;  // from the inputs to each layer's outputs, and by these
};

}  // namespace actlab::fused
