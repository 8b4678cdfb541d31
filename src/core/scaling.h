#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/matrix.h"

namespace actlab {

/// Scales the columns of a matrix: x becomes (x - mean) / deviation. Without columns, nothing is scaled.
struct Scaling {
  std::vector<double> means;
  std::vector<double> deviations;  ///< not 0

  bool is_identity() const { return means.empty(); }
  /// Values of column `column`, in float64 until the result.
  float scaled(double value, std::size_t column) const;
  float unscaled(double value, std::size_t column) const;
  /// All values of a matrix with these columns.
  Matrix scaled(Matrix values) const;
  Matrix unscaled(Matrix values) const;

  bool operator==(const Scaling&) const = default;
};

/// What was done to the columns of a table for one seed, so that the same can be done to a new sample.
struct Preprocessing {
  Scaling inputs;   ///< by input of the network
  Scaling targets;  ///< of a regression; the network's outputs are scaled targets
  /// Inputs of levels of categories that no training sample has: a new sample of such a level counts as new.
  std::vector<std::int64_t> absent_inputs;

  bool is_identity() const { return inputs.is_identity() && targets.is_identity() && absent_inputs.empty(); }
  bool operator==(const Preprocessing&) const = default;
};

}  // namespace actlab
