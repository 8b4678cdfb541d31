#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/random.h"
#include "lab/config/fields.h"
#include "lab/data/dataset.h"

namespace actlab {

/// Two interleaved half circles, one per class, with noise on each point. Source: scikit-learn's make_moons, with the
/// same evenly spaced angles but actlab's random stream.
struct Moons {
  static constexpr std::string_view kind = "moons";
  static constexpr std::string_view help = "two interleaved half circles, one per class";

  std::int64_t samples = 1000;
  std::int64_t test_samples = 1000;
  double noise = 0.1;  ///< standard deviation of each coordinate

  void declare(Fields& fields);
  /// Of n samples, class 0 has the first n - n / 2: (cos t, sin t), class 1 the rest: (1 - cos t, 0.5 - sin t), with t
  /// evenly spaced from 0 to pi in each; then noise on x0 and x1, point by point.
  Dataset make(NumpyRandom& random) const;
  std::string describe() const;
};

}  // namespace actlab
