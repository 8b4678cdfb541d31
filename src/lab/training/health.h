#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace actlab {

/// How a layer fares on the training sample, with the weights after an epoch's updates. The first three are of a hidden
/// layer's activations and NaN for the output layer.
struct LayerHealth {
  double zeros = std::numeric_limits<double>::quiet_NaN();      ///< share of outputs that are exactly 0
  double dead = std::numeric_limits<double>::quiet_NaN();       ///< share of units whose output is 0 for every sample
  double saturated = std::numeric_limits<double>::quiet_NaN();  ///< share of outputs where |f'| < saturation_slope
  double gradient_norm = std::numeric_limits<double>::quiet_NaN();  ///< of the loss, by the layer's weights and biases
};

/// Where an activation's slope is below this, hardly any gradient passes: for a sigmoid, outputs within 0.01 of 0 or 1.
inline constexpr float saturation_slope = 0.01f;

/// The counts that LayerHealth is made of.
struct UnitCounts {
  std::vector<std::int64_t> zeros;  ///< of each unit
  std::int64_t saturated = 0;       ///< of all units

  void summarise(std::int64_t samples, LayerHealth& health) const {
    const double units = static_cast<double>(zeros.size()), total = units * static_cast<double>(samples);
    double zero = 0, dead = 0;
    for (const std::int64_t count : zeros) {
      zero += static_cast<double>(count);
      dead += count == samples ? 1 : 0;
    }
    health.zeros = zero / total;
    health.dead = dead / units;
    health.saturated = static_cast<double>(saturated) / total;
  }
};

}  // namespace actlab
