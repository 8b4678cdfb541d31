#pragma once

#include <vector>

#include "catalogue/activation.h"

namespace actlab {

/// Where a derivative is checked: the middles of 48 cells of the declaration's interval and both sides of each kink,
/// but no nearer to one than ten steps of the differences.
std::vector<double> sampled_inputs(const Activation& activation);

}  // namespace actlab
