#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/random.h"

namespace actlab {

/// Values by stratum: those of a task (a sweep point), one for each seed.
using Strata = std::vector<std::vector<double>>;

/// Draws bootstrap resamples in which each stratum keeps its size: its values are drawn with replacement from its own
/// ones. Counting how often each value is drawn gives the resample in order without sorting it.
class Resampler {
 public:
  /// Values must be finite.
  explicit Resampler(const Strata& strata);

  /// The values themselves, in rising order.
  std::span<const double> values() const { return sorted_; }

  /// The next resample of all strata together, in rising order; valid until the next call.
  std::span<const double> draw(SplitMix64& random);

 private:
  std::vector<double> sorted_;
  std::vector<std::vector<std::uint32_t>> places_;  // of the values of each stratum in sorted_
  std::vector<std::uint32_t> counts_;
  std::vector<double> resample_;
};

}  // namespace actlab
