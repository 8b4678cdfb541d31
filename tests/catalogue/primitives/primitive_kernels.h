#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace actlab {

/// A primitive over n numbers, for lanes of float32, ExtendedLanes and lanes of float64. float32 is null if the
/// primitive has no version for lanes of float32.
struct PrimitiveKernel {
  std::string_view name;
  void (*float32)(const float* x, float* y, std::int64_t n);
  void (*extended)(const float* x, float* y, std::int64_t n);
  void (*float64)(const double* x, double* y, std::int64_t n);
};

/// The primitives of rows.inc in the same order, for the current instruction set.
const std::span<const PrimitiveKernel>& primitive_kernels();

}  // namespace actlab
