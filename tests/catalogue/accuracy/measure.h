#pragma once

#include <cstdint>
#include <vector>

#include "catalogue/activation.h"
#include "catalogue/records/accuracy.h"
#include "real.h"

namespace actlab {

/// The error of `actual` in ULP of the correctly rounded result; a fraction, because `expected` is not rounded.
/// Infinite if only one of them is finite in `dtype`.
double ulps(const Real& expected, double actual, torch::ScalarType dtype);

/// Where errors are likely to be large: 0, kinks, small integers, zeros of the derivative.
std::vector<double> difficult_inputs(const Activation& activation);

/// Inputs to measure an activation at: `per_binade` numbers for each exponent of the dtype and each sign, a grid over
/// three times its interval, and points around 0, kinks, integers up to 6 and zeros of the derivative, denser towards
/// these.
std::vector<double> points_of(const Activation& activation, torch::ScalarType dtype, int per_binade);

/// Inputs of value and derivative, in float32 and float64.
struct Inputs {
  struct OfDtype {
    double value, derivative;
  };
  OfDtype float32, float64;
};

/// The errors at these inputs, which are rounded to their dtype: the largest of all available instruction sets.
Accuracy measure_at(const Activation& activation, const Inputs& inputs);

/// The largest errors at the points of `points_of`, or over many rows of a row-wise activation; ours on all available
/// instruction sets.
Accuracy measure(const Activation& activation, int per_binade);

}  // namespace actlab
