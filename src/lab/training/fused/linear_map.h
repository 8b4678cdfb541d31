#pragma once

#include <cstdint>
#include <vector>

namespace actlab::fused {

/// Merges layers with no activation between them into one affine map of the inputs. Samples pass through the map alone,
/// and the gradient by the map is propagated back to the layers as if there were `inputs + 1` samples. With many
/// samples this is much faster than passing through each layer.
class LinearMap {
 public:
  struct Layer {
    std::int64_t units, inputs;
    std::int64_t offset;  ///< of its weights, [units, inputs + 1] with the bias last, and of their gradient
  };

  /// `layers` starts with the first layer.
  explicit LinearMap(std::vector<Layer> layers);

  /// Computes the map from `weights`: [units of the last layer, inputs of the first + 1], with the constant last.
  const std::vector<double>& of(const float* weights);

  /// The gradient by the map, of the same shape. The caller sets it before calling `spread`.
  std::vector<double>& gradient() { return gradients_.back(); }

  /// Computes the layers' part of `weight_gradient` from `gradient()`.
  void spread(const float* weights, float* weight_gradient);

 private:
  std::vector<Layer> layers_;
  std::int64_t columns_;                               // of every map
  std::vector<std::vector<double>> maps_, gradients_;  // from the inputs to each layer's outputs
};

}  // namespace actlab::fused
