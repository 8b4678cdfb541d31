#pragma once

#include <optional>

#include "catalogue/activation.h"
#include "catalogue/exact/exact.h"

namespace actlab {

/// The error bound that an activation promises: that of its exact form; 4 units in the last place, without inputs, of a
/// row-wise one and of one that needs no exact form because float32 keeps its digits. Others promise none.
std::optional<ErrorBound> bound_of(const Activation& activation);

}  // namespace actlab
