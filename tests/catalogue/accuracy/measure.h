#pragma once

#include <cstdint>
#include <vector>

#include "catalogue/activation.h"
#include "catalogue/exact/exact.h"
#include "catalogue/records/accuracy.h"

namespace actlab {

/// Where an activation is measured: every exponent of the dtype on both sides of 0 with `a_binade` numbers each, a grid
/// over three times its interval, and, ever denser, the neighbourhoods of 0, of kinks, of integers up to 6, and of
/// where its derivative is 0.
std::vector<double> points_of(const Activation& activation, torch::ScalarType dtype, int a_binade);

/// The errors at the inputs that an error bound names, on whichever of the instruction sets has the largest.
Accuracy measure_at_worst(const Activation& activation, const ErrorBound& bound);

/// The largest errors at those points, ours on whichever of the instruction sets that there are here has them.
Accuracy measure(const Activation& activation, int a_binade);

}  // namespace actlab
