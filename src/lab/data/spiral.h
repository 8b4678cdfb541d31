#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/random.h"
#include "lab/config/fields.h"
#include "lab/data/dataset.h"

namespace actlab {

/// Intertwined arms of a spiral, one per class, with noise in the angle. Source: Stanford CS231n's
/// "minimal neural network case study", in the form of the nnfs package.
struct Spiral {
  static constexpr std::string_view kind = "spiral";
  static constexpr std::string_view help = "intertwined arms of a spiral, one per class";

  std::int64_t classes = 3;
  std::int64_t samples_per_class = 100;
  std::int64_t test_samples_per_class = 100;
  double noise = 0.2;

  void declare(Fields& fields);
  /// For class c of n points: `r = linspace(0, 1, n)`, `t = linspace(4c, 4(c+1), n) + noise * randn(n)`,
  /// `X = (r sin 2.5t, r cos 2.5t)`. Ordered by class; the test sample follows in the same stream.
  Dataset make(NumpyRandom& random) const;
  std::string describe() const;
};

}  // namespace actlab
