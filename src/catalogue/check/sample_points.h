#pragma once

#include <vector>

#include "catalogue/activation.h"

namespace actlab {

/// Inputs to check a derivative at: the centers of 48 cells of the activation's interval, and two points beside each
/// kink. All are more than ten steps of the differences away from kinks.
std::vector<double> sampled_inputs(const Activation& activation);

}  // namespace actlab
