#pragma once

#include <optional>
#include <string_view>

#include "catalogue/activation.h"

namespace actlab {

/// Median times for 1e5 numbers of float32 on one thread: of ours over those of torch's built-in (NaN where there is
/// none with a derivative), and over those of a plain copy.
struct Speed {
  double forward_builtin, backward_builtin;
  double forward_copy, backward_copy;
};

/// A measurement, and the processor and instruction set that it was made with.
struct RecordedSpeed {
  Speed speed;
  std::string_view machine;
};

/// The recorded measurement of an activation with these parameters; nothing if there is none.
std::optional<RecordedSpeed> recorded_speed(const Activation& activation);

}  // namespace actlab
