#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/random.h"
#include "lab/config/fields.h"
#include "lab/data/dataset.h"

namespace actlab {

/// Two concentric rings, one per class, with noise on each point. Source: scikit-learn's make_circles, with random
/// angles.
struct Rings {
  static constexpr std::string_view kind = "rings";
  static constexpr std::string_view help = "two concentric rings, one per class";

  std::int64_t samples = 1000;
  std::int64_t test_samples = 1000;
  double factor = 0.5;  ///< radius of the inner ring; that of the outer one is 1
  double noise = 0.1;   ///< standard deviation of each coordinate

  void declare(Fields& fields);
  /// Point i has class i mod 2; the inner ring is class 1. An angle t = uniform(0, 2 pi), then noise on x0 and x1.
  Dataset make(NumpyRandom& random) const;
  std::string describe() const;
};

}  // namespace actlab
