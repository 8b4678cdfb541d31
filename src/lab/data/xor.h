#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/random.h"
#include "lab/config/fields.h"
#include "lab/data/dataset.h"

namespace actlab {

/// The four quadrants, with opposite ones in the same class: exclusive or of the signs, which no line separates (Minsky
/// and Papert 1969). Noise moves points across the axes.
struct Xor {
  static constexpr std::string_view kind = "xor";
  static constexpr std::string_view help = "the four quadrants, with opposite ones in the same class";

  std::int64_t samples = 1000;
  std::int64_t test_samples = 1000;
  double noise = 0.1;  ///< standard deviation of each coordinate

  void declare(Fields& fields);
  /// x0, x1 = uniform(-1, 1); class 1 if their signs differ; then noise on x0 and x1, point by point.
  Dataset make(NumpyRandom& random) const;
  std::string describe() const;
};

}  // namespace actlab
