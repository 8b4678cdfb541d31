#pragma once

#include <string_view>

#include "catalogue/activation.h"

namespace actlab {

/// Median times for 1e5 numbers of float32 on one thread: of ours over those of torch's built-in (NaN where there is
/// none with a derivative), and over those of a plain copy.
struct Speed {
  double forward_builtin, backward_builtin;
  double forward_copy, backward_copy;
};

/// What was measured and is recorded of an activation with these parameters; null where nothing is.
const Speed* recorded_speed(const Activation& activation);

/// What it was measured on: processor and instruction set.
std::string_view recorded_speed_machine();

}  // namespace actlab
