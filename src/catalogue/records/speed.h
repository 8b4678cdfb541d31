#pragma once

#include <optional>
#include <string_view>

#include "catalogue/activation.h"

namespace actlab {

/// Median times for 1e5 float32 numbers on one thread, as ratios to torch's built-in (NaN if there is none with a
/// derivative) and to a plain copy.
struct Speed {
  double forward_builtin, backward_builtin;
  double forward_copy, backward_copy;
};

/// A measurement, with the processor and instruction set.
struct RecordedSpeed {
  Speed speed;
  std::string_view machine;
};

/// The recorded measurement of an activation with these parameters; nullopt if there is none.
std::optional<RecordedSpeed> recorded_speed(const Activation& activation);

}  // namespace actlab
