#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/random.h"
#include "lab/config/fields.h"
#include "lab/data/dataset.h"

namespace actlab {

/// A ring around another, one a class, each point moved by noise. Source: scikit-learn's make_circles, with random
/// angles.
struct Rings {
  static constexpr std::string_view kind = "rings";
  static constexpr std::string_view help = "a ring around another, one a class";

  std::int64_t samples = 1000;
  std::int64_t test_samples = 1000;
  double factor = 0.5;  ///< radius of the inner ring; the outer one has 1
  double noise = 0.1;   ///< standard deviation of each coordinate

  void declare(Fields& fields);
  /// Point i is of class i mod 2, the inner ring being class 1: an angle t = uniform(0, 2 pi), then noise on x0 and x1.
  Dataset make(NumpyRandom& random) const;
  std::string describe() const;
  bool is_regression() const { return false; }
};

}  // namespace actlab
