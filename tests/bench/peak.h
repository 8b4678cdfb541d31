#pragma once

#include <cstdint>

namespace actlab {

/// Runs independent multiply-adds in registers for this many rounds and returns the number of floating-point
/// operations.
struct PeakKernel {
  double (*run)(std::int64_t rounds);
};

}  // namespace actlab
