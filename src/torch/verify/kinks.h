#pragma once

#include <vector>

#include "catalogue/activation.h"
#include "catalogue/check/subgradient_check.h"

namespace actlab {

/// One check for each kink that the activation declares.
std::vector<SubgradientCheck> check_kinks(const Activation& activation);

}  // namespace actlab
