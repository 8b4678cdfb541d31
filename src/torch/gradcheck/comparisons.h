#pragma once

#include <torch/types.h>

#include <cstdint>

namespace actlab {

/// A unit in the last place: the distance between adjacent numbers of `dtype` at `value`. dtype: float64, float32,
/// float16 or bfloat16. At and below the smallest normal number it is the smallest subnormal number.
double ulp(double value, torch::ScalarType dtype);

/// |actual - expected| in units in the last place of `dtype` at `expected`, which may be more precise than dtype. Zero
/// if both are NaN or the same infinity, infinite if only one is.
double ulp_error(double actual, double expected, torch::ScalarType dtype);

/// The difference between a tensor and its expected value.
struct Difference {
  double absolute = 0;   ///< the largest |actual - expected|
  double relative = 0;   ///< the largest |actual - expected| / |expected|
  double ulps = 0;       ///< the largest ulp_error in the dtype of `actual`
  std::int64_t at = -1;  ///< the row-major index of `ulps`; -1 if the tensors are equal
  double actual = 0;     ///< the values at that index
  double expected = 0;
};

/// Compares element by element; `expected` has the shape of `actual` and may have a different floating-point dtype.
Difference compare(const torch::Tensor& actual, const torch::Tensor& expected);

}  // namespace actlab
