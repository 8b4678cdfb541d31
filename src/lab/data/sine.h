#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/random.h"
#include "lab/config/fields.h"
#include "lab/data/dataset.h"

namespace actlab {

/// One period of a sine on an even grid: regression without noise, the same for every seed. Source: `sine_data` of the
/// nnfs package.
struct Sine {
  static constexpr std::string_view kind = "sine";
  static constexpr std::string_view help = "one period of a sine, for regression";

  std::int64_t samples = 1000;
  std::int64_t test_samples = 1000;

  void declare(Fields& fields);
  /// `x = arange(samples) / samples`, `y = sin(2 pi x)`. The test points are the midpoints of `test_samples` equal
  /// intervals, so with as many as training points each lies halfway between two of them. Uses no random numbers.
  Dataset make(NumpyRandom& random) const;
  std::string describe() const;
};

}  // namespace actlab
