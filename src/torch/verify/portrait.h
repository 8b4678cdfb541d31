#pragma once

#include <cstdint>

#include "catalogue/activation.h"
#include "show/portrait/portrait.h"

namespace actlab {

/// The curve of any activation, from its values and gradients on tensors.
ActivationCurve curve_of(const Activation& activation, std::int64_t points);

}  // namespace actlab
