#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/random.h"
#include "lab/config/fields.h"
#include "lab/data/dataset.h"

namespace actlab {

/// A checkerboard on [-1, 1)^2, in two colours. Noise moves points across the edges.
struct Checkerboard {
  static constexpr std::string_view kind = "checkerboard";
  static constexpr std::string_view help = "the squares of a checkerboard, in two colours";

  std::int64_t samples = 1000;
  std::int64_t test_samples = 1000;
  std::int64_t squares = 4;  ///< along each side
  double noise = 0.02;       ///< standard deviation of each coordinate

  void declare(Fields& fields);
  /// x0, x1 = uniform(-1, 1); class: (column + row of the square) mod 2; then noise on x0 and x1. Repeated point by
  /// point.
  Dataset make(NumpyRandom& random) const;
  std::string describe() const;
};

}  // namespace actlab
