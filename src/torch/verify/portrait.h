#pragma once

#include <cstdint>

#include "catalogue/activation.h"
#include "lab/models/activation_portrait.h"

namespace actlab {

/// The curve of any activation, from its values and gradients on tensors.
ActivationCurve curve_of(const Activation& activation, std::int64_t points);

/// The curve of any activation, and what the gradient check says of it.
ActivationPortrait portrait_on_tensors(const Activation& activation);

}  // namespace actlab
