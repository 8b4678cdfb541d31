#pragma once

#include <vector>

#include "activations/activation.h"
#include "portrait/kink_check.h"

namespace actlab {

/// One for each kink that the activation declares.
std::vector<KinkCheck> check_kinks(const Activation& activation);

}  // namespace actlab
