#pragma once

#include <torch/types.h>

#include <cstdint>

namespace actlab {

/// The distance between neighbouring numbers of `dtype` at `value`: a unit in the last place. dtype: float64, float32,
/// float16 or bfloat16. At and below the smallest normal number it is the smallest subnormal one.
double ulp(double value, torch::ScalarType dtype);

/// |actual - expected| in units in the last place of `dtype` at `expected`, which may be known more precisely than
/// dtype holds. Zero where both are NaN or the same infinity, infinite where only one is.
double ulp_error(double actual, double expected, torch::ScalarType dtype);

/// How far a tensor is from what was expected.
struct Difference {
  double absolute = 0;   ///< the largest |actual - expected|
  double relative = 0;   ///< the largest |actual - expected| / |expected|
  double ulps = 0;       ///< the largest ulp_error in the dtype of `actual`
  std::int64_t at = -1;  ///< where `ulps` is, in row-major order; -1 where the tensors are equal
  double actual = 0;     ///< the two values there
  double expected = 0;
};

/// Compares element by element; `expected` has the shape of `actual`, and its own floating-point dtype.
Difference compare(const torch::Tensor& actual, const torch::Tensor& expected);

}  // namespace actlab
