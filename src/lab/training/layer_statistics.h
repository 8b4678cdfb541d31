#pragma once

#include <cstdint>
#include <vector>

#include "lab/record/trial_record.h"

namespace actlab {

/// An output is saturated where its activation's derivative is smaller than this, so that hardly any gradient passes.
/// For a sigmoid these are the outputs within 0.01 of 0 or 1.
inline constexpr float saturation_threshold = 0.01f;

/// Counts over a hidden layer's outputs, from which LayerStatistics is computed.
struct UnitCounts {
  std::vector<std::int64_t> zeros;  ///< of each unit
  std::int64_t saturated = 0;       ///< of all units

  /// Sets the shares of `statistics`, over `samples` samples.
  void summarise(std::int64_t samples, LayerStatistics& statistics) const {
    const double units = static_cast<double>(zeros.size()), total = units * static_cast<double>(samples);
    double zero = 0, dead = 0;
    for (const std::int64_t count : zeros) {
      zero += static_cast<double>(count);
      dead += count == samples ? 1 : 0;
    }
    statistics.zeros = static_cast<float>(zero / total);
    statistics.dead = static_cast<float>(dead / units);
    statistics.saturated = static_cast<float>(static_cast<double>(saturated) / total);
  }
};

}  // namespace actlab
