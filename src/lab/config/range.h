#pragma once

#include <limits>

namespace actlab {

/// The allowed range of a number.
struct Range {
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  bool excludes_min = false;
  bool excludes_max = false;

  constexpr bool contains(double value) const {
    return (excludes_min ? value > min : value >= min) && (excludes_max ? value < max : value <= max);
  }
};
inline constexpr Range any_number{};
inline constexpr Range positive{.min = 0, .excludes_min = true};
inline constexpr Range non_negative{.min = 0};
inline constexpr Range fraction{.min = 0, .max = 1, .excludes_max = true};
constexpr Range at_least(double min) {
  return {.min = min};
}
constexpr Range between(double min, double max) {
  return {.min = min, .max = max};
}

}  // namespace actlab
