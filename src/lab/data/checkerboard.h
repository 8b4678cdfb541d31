#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/random.h"
#include "lab/config/fields.h"
#include "lab/data/dataset.h"

namespace actlab {

/// The squares of a board on [-1, 1)^2, in two colours. Points near an edge are moved across by noise.
struct Checkerboard {
  static constexpr std::string_view kind = "checkerboard";
  static constexpr std::string_view help = "the squares of a board, in two colours";

  std::int64_t samples = 1000;
  std::int64_t test_samples = 1000;
  std::int64_t squares = 4;  ///< along each side
  double noise = 0.02;       ///< standard deviation of each coordinate

  void declare(Fields& fields);
  /// x0, x1 = uniform(-1, 1); class: the sum of the square's column and row, mod 2; then noise on x0 and x1, point by
  /// point.
  Dataset make(NumpyRandom& random) const;
  std::string describe() const;
  bool is_regression() const { return false; }
};

}  // namespace actlab
