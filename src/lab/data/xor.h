#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/random.h"
#include "lab/config/fields.h"
#include "lab/data/dataset.h"

namespace actlab {

/// The four quadrants, opposite ones of one class: exclusive or of the signs, which no line separates (Minsky and
/// Papert 1969). Points near the axes are moved across by noise.
struct Xor {
  static constexpr std::string_view kind = "xor";
  static constexpr std::string_view help = "the four quadrants, opposite ones of one class";

  std::int64_t samples = 1000;
  std::int64_t test_samples = 1000;
  double noise = 0.1;  ///< standard deviation of each coordinate

  void declare(Fields& fields);
  /// x0, x1 = uniform(-1, 1); class 1 where their signs differ; then noise on x0 and x1, point by point.
  Dataset make(NumpyRandom& random) const;
  std::string describe() const;
  bool is_regression() const { return false; }
};

}  // namespace actlab
