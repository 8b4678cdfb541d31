#include "torch/gradcheck/comparisons.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace actlab {
namespace {

// The number of bits in the significand, including the leading one, and the exponent of the smallest normal number.
struct Format {
  int precision;
  int least_exponent;
};

Format format_of(torch::ScalarType dtype) {
  switch (dtype) {
    case torch::kDouble:
      return {53, -1022};
    case torch::kFloat:
      return {24, -126};
    case torch::kHalf:
      return {11, -14};
    case torch::kBFloat16:
      return {8, -126};
    default:
      throw std::invalid_argument("ulp: dtype must be float64, float32, float16 or bfloat16");
  }
}

}  // namespace

double ulp(double value, torch::ScalarType dtype) {
  const Format format = format_of(dtype);
  const int exponent = value == 0 || !std::isfinite(value) ? format.least_exponent : std::ilogb(value);
  return std::ldexp(1.0, std::max(exponent, format.least_exponent) - format.precision + 1);
}

double ulp_error(double actual, double expected, torch::ScalarType dtype) {
  if (actual == expected || (std::isnan(actual) && std::isnan(expected))) return 0;
  if (!std::isfinite(actual) || !std::isfinite(expected)) return std::numeric_limits<double>::infinity();
  return std::abs(actual - expected) / ulp(expected, dtype);
}

Difference compare(const torch::Tensor& actual, const torch::Tensor& expected) {
  TORCH_CHECK(actual.sizes() == expected.sizes(), "compare: the shapes differ, ", actual.sizes(), " and ",
              expected.sizes());
  const torch::Tensor a = actual.detach().to(torch::kCPU, torch::kDouble).contiguous();
  const torch::Tensor e = expected.detach().to(torch::kCPU, torch::kDouble).contiguous();
  const double* const as = a.data_ptr<double>();
  const double* const es = e.data_ptr<double>();
  Difference result;
  for (std::int64_t i = 0; i < a.numel(); ++i) {
    const double ulps = ulp_error(as[i], es[i], actual.scalar_type());
    if (ulps == 0) continue;
    const double absolute = std::isfinite(ulps) ? std::abs(as[i] - es[i]) : ulps;
    result.absolute = std::max(result.absolute, absolute);
    result.relative = std::max(result.relative, std::isfinite(ulps) ? absolute / std::abs(es[i]) : ulps);
    if (ulps <= result.ulps) continue;
    result.ulps = ulps;
    result.at = i;
    result.actual = as[i];
    result.expected = es[i];
  }
  return result;
}

}  // namespace actlab
