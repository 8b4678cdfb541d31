#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/random.h"
#include "lab/config/fields.h"
#include "lab/data/dataset.h"

namespace actlab {

/// Points in the square [-1.5, 1.5)^2; class 1 is the inside of the unit circle, about 35 % of them. No straight line
/// separates the classes, so a network without an activation does little better than predicting "outside" everywhere.
struct Circle {
  static constexpr std::string_view kind = "circle";
  static constexpr std::string_view help = "points in a square, in two classes: inside and outside the unit circle";

  std::int64_t samples = 1000;
  std::int64_t test_samples = 1000;

  void declare(Fields& fields);
  /// `X = uniform(-1.5, 1.5, (samples, 2))`, `y = x0^2 + x1^2 < 1`; the test sample follows in the same stream.
  Dataset make(NumpyRandom& random) const;
  std::string describe() const;
};

}  // namespace actlab
