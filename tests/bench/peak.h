#pragma once

#include <cstdint>

namespace actlab {

/// Runs so many rounds of independent multiply-adds in registers and returns the floating-point operations that were.
struct PeakKernel {
  double (*run)(std::int64_t rounds);
};

}  // namespace actlab
