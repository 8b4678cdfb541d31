#pragma once

#include <vector>

namespace actlab {

/// A dot of a swarm plot.
struct SwarmDot {
  double value;
  double offset;      ///< distance from the middle, -1 to 1
  std::size_t index;  ///< index into the values
};

/// Places the dots of a group next to each other. Values in the same of 90 bins between `low` and `high` are spread
/// evenly around the middle. If there are more than `max_dots` values, every n-th in order of value is kept.
std::vector<SwarmDot> swarm(const std::vector<double>& values, double low, double high, std::size_t max_dots = 500);

}  // namespace actlab
