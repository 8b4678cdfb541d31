#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace actlab {

/// One primitive over n numbers, in the types that kernels compute in. float32 is null if there is no version for lanes
/// of float32, so that such formulas are computed in float64.
struct PrimitiveKernel {
  std::string_view name;
  void (*float32)(const float* x, float* y, std::int64_t n);
  void (*extended)(const float* x, float* y, std::int64_t n);
  void (*float64)(const double* x, double* y, std::int64_t n);
};

/// All of rows.inc, in that order, compiled for the current instruction set.
const std::span<const PrimitiveKernel>& primitive_kernels();

}  // namespace actlab
