#pragma once

#include <cstdint>
#include <vector>

#include "catalogue/activation.h"
#include "catalogue/exact/exact.h"
#include "catalogue/records/accuracy.h"

namespace actlab {

/// Inputs to measure an activation at: `per_binade` numbers for each exponent of the dtype and each sign, a grid over
/// three times its interval, and points around 0, kinks, integers up to 6 and zeros of the derivative, denser towards
/// these.
std::vector<double> points_of(const Activation& activation, torch::ScalarType dtype, int per_binade);

/// The errors at the inputs that an error bound names: the largest of all available instruction sets.
Accuracy measure_at_worst_inputs(const Activation& activation, const ErrorBound& bound);

/// The largest errors at the points of `points_of`, or over many rows of a row-wise activation; ours on all available
/// instruction sets.
Accuracy measure(const Activation& activation, int per_binade);

}  // namespace actlab
