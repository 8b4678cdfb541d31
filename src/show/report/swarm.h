#pragma once

#include <vector>

namespace actlab {

/// A dot of a swarm: its value, and how far it stands from the middle, -1 to 1.
struct SwarmDot {
  double value;
  double offset;
  std::size_t index;  ///< which of the values it is
};

/// Dots of one group side by side instead of on each other: values that fall into the same of 90 bins between `low` and
/// `high` are spread around the middle, evenly, in their order. Of more than `most` values, every n-th in order of
/// value is kept.
std::vector<SwarmDot> swarm(const std::vector<double>& values, double low, double high, std::size_t most = 500);

}  // namespace actlab
